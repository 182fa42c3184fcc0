import QtQuick
import Jinban.Theme

// An outlined way in on the accent ground: icon, word, and one line at its end.
Press {
    id: root

    property string text: ""
    property string icon: ""
    property string note: ""
    readonly property color face: down ? Theme.accent : Theme.overAccent

    implicitHeight: Theme.mm(33.7)
    ring: Theme.overAccent

    Rectangle {
        anchors.fill: parent
        border.color: Theme.overAccent
        border.width: Theme.mm(1)
        color: root.down ? Theme.overAccent : Theme.accent
        radius: Theme.radius
    }
    Icon {
        id: picture

        anchors.verticalCenter: parent.verticalCenter
        color: root.face
        name: root.icon
        size: Theme.mm(17.9)
        x: Theme.s8 - Theme.mm(1)
    }
    AppText {
        id: word

        Accessible.ignored: true
        anchors.left: picture.right
        anchors.leftMargin: Theme.mm(11)
        anchors.verticalCenter: parent.verticalCenter
        color: root.face
        kind: Theme.Tile
        text: root.text
    }
    AppText {
        Accessible.ignored: true
        anchors.left: word.right
        anchors.leftMargin: Theme.s4
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(15)
        anchors.verticalCenter: parent.verticalCenter
        color: root.face
        font.bold: false
        horizontalAlignment: Text.AlignRight
        kind: Theme.Body
        text: root.note
    }
}
