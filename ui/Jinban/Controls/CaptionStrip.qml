import QtQuick
import Jinban.Theme

// Exactly what is being said; also when the sound is off.
Rectangle {
    id: root

    property string text: ""

    color: Theme.tint
    implicitHeight: Theme.captionStrip

    onTextChanged: line.Accessible.announce(text)

    Icon {
        anchors.left: parent.left
        anchors.leftMargin: Theme.s8 - Math.round(size * 0.08)
        anchors.verticalCenter: parent.verticalCenter
        name: "volume"
        size: Theme.mm(Theme.elderly ? 13.9 : 10.9)
    }

    BalancedText {
        id: line

        anchors.verticalCenter: parent.verticalCenter
        kind: Theme.Caption
        lineHeight: Theme.elderly ? Math.round(pixels * 1.3) : Math.round(pixels * 1.2)
        room: root.width - x - Theme.s4
        words: root.text
        x: Theme.s8 + Theme.mm(Theme.elderly ? 19.9 : 16.9)
    }
}
