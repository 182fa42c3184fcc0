import QtQuick
import Jinban.Theme

// Exactly what is being said; also when the sound is off.
Rectangle {
    id: root

    readonly property string joined: text.replace(/([\x21-\x7e])\n/g, "$1 ").replace(/\n/g, "")
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
        // Three lines, as English needs now and then, stand closer
        lineHeight: Math.round(pixels * (!Theme.elderly ? 1.2 : rows > 2 ? 1.1 : 1.3))
        room: Theme.reading(kind, root.width - x - Theme.s4)
        words: longest.advanceWidth > room ? root.joined : root.text
        x: Theme.s8 + Theme.mm(Theme.elderly ? 19.9 : 16.9)
    }

    TextMetrics {
        id: longest

        font: line.font
        text: root.text.split("\n").reduce((a, b) => b.length > a.length ? b : a, "")
    }
}
