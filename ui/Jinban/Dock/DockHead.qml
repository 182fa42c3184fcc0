import QtQuick

// A heading of the dock, with a rule under it.
Column {
    id: root

    property string note: ""
    property string text: ""

    spacing: 4

    Text {
        Accessible.name: text
        Accessible.role: Accessible.Heading
        color: "#0E1A1E"
        elide: Text.ElideRight
        font.bold: true
        font.family: "Noto Sans CJK SC"
        font.pixelSize: 16
        text: root.note === "" ? root.text : root.text + "　" + root.note
        width: root.width
    }

    Rectangle {
        color: "#4F6B73"
        height: 1
        width: root.width
    }
}
