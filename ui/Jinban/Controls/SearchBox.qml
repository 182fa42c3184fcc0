import QtQuick
import Jinban.Theme

// The way to the search page, drawn as the box that stands there.
Press {
    id: root

    property string text: ""

    implicitHeight: Theme.mm(27.8)

    Rectangle {
        anchors.fill: parent
        border.color: root.down ? Theme.accent : Theme.edge
        border.width: Theme.mm(0.75)
        color: root.down ? Theme.tint : Theme.ground
        radius: Theme.radius
    }

    Icon {
        id: picture

        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        size: Theme.mm(11.9)
        x: Theme.s4
    }

    AppText {
        Accessible.ignored: true
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.ink2
        lineHeight: Math.round(pixels * 1.2)
        text: root.text
        width: root.width - x - Theme.s2
        x: picture.x + picture.size + Theme.s3
    }
}
