import QtQuick

// A line to type into, and a button that sends it.
Row {
    id: root

    required property string label
    required property string send

    signal sent(string text)

    spacing: 8

    Rectangle {
        border.color: code.activeFocus ? "#0E1A1E" : "#4F6B73"
        border.width: code.activeFocus ? 3 : 1
        height: button.height
        radius: 4
        width: root.width - button.width - root.spacing

        TextInput {
            id: code

            Accessible.name: root.label
            Accessible.role: Accessible.EditableText
            activeFocusOnTab: true
            anchors.fill: parent
            anchors.leftMargin: 10
            anchors.rightMargin: 10
            clip: true
            color: "#0E1A1E"
            font.family: "Noto Sans CJK SC"
            font.pixelSize: 15
            verticalAlignment: TextInput.AlignVCenter

            onAccepted: root.sent(text)
        }
    }

    DockButton {
        id: button

        text: root.send

        onActed: root.sent(code.text)
    }
}
