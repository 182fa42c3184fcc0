import QtQuick
import Jinban.Theme

// An outlined way in on the accent ground: icon, word, and one line at its end.
Press {
    id: root

    readonly property color face: down ? Theme.accent : Theme.overAccent
    property string icon: ""
    property string note: ""

    // The line stands under the word where there is no room beside it
    readonly property bool stacked: word.x + named.advanceWidth + said.advanceWidth + Theme.mm(Theme.elderly ? 15 : 23) > width
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
        color: root.face
        kind: root.stacked ? Theme.Value : Theme.elderly ? Theme.Choice : Theme.Tile
        lineHeight: Math.round(pixels * (root.stacked ? 1 : 1.15))
        text: root.text
        y: root.stacked ? (root.height - height - line.height) / 2 : (root.height - height) / 2
    }

    AppText {
        id: line

        Accessible.ignored: true
        color: root.face
        kind: Theme.elderly ? Theme.Caption : Theme.Body
        lineHeight: Math.round(pixels * (root.stacked ? 1.05 : 1.2))
        text: root.note
        width: root.stacked ? root.width - word.x - Theme.s3 : Math.ceil(said.advanceWidth) + 2
        x: root.stacked ? word.x : root.width - width - Theme.mm(Theme.elderly ? 9 : 15)
        y: root.stacked ? word.y + word.height : (root.height - height) / 2
    }

    TextMetrics {
        id: said

        font: line.font
        text: root.note
    }

    TextMetrics {
        id: named

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.px(Theme.elderly ? Theme.Choice : Theme.Tile)
        text: root.text
    }
}
