import QtQuick
import Jinban.Theme

// An outlined way in on the accent ground: icon, word, and one line at its end.
Press {
    id: root

    readonly property color face: down ? Theme.accent : Theme.overAccent
    property string icon: ""
    property string note: ""
    property string text: ""

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
        x: Theme.elderly ? Theme.s4 : Theme.s8 - Theme.mm(1)
    }

    AppText {
        id: word

        Accessible.ignored: true
        anchors.left: picture.right
        anchors.leftMargin: Theme.mm(Theme.elderly ? 7 : 11)
        anchors.verticalCenter: parent.verticalCenter
        color: root.face
        kind: Theme.elderly ? Theme.Choice : Theme.Tile
        text: root.text
    }

    AppText {
        Accessible.ignored: true
        anchors.left: word.right
        anchors.leftMargin: Theme.s3
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.elderly ? 9 : 15)
        anchors.verticalCenter: parent.verticalCenter
        color: root.face
        font.bold: false
        horizontalAlignment: Text.AlignRight
        kind: Theme.elderly ? Theme.Caption : Theme.Body
        lineHeight: Math.round(pixels * 1.2)
        text: root.note
    }
}
