import QtQuick

// A button of the dock: as wide as its word, worked by mouse, touch and keyboard.
Rectangle {
    id: root

    property bool on: false
    property string text: ""

    signal acted

    Accessible.name: text
    Accessible.role: Accessible.Button
    activeFocusOnTab: true
    border.color: activeFocus ? "#0E1A1E" : "#004858"
    border.width: activeFocus ? 3 : 1
    color: on ? "#004858" : area.pressed ? "#D5E4E6" : "#FFFFFF"
    implicitHeight: 36
    implicitWidth: Math.ceil(word.implicitWidth) + 24
    radius: 4

    Accessible.onPressAction: acted()
    Keys.onEnterPressed: acted()
    Keys.onReturnPressed: acted()
    Keys.onSpacePressed: acted()

    Text {
        id: word

        Accessible.ignored: true
        anchors.centerIn: parent
        color: root.on ? "#FFFFFF" : "#004858"
        font.family: "Noto Sans CJK SC"
        font.pixelSize: 15
        text: root.text
    }

    MouseArea {
        id: area

        anchors.fill: parent

        onClicked: root.acted()
    }
}
