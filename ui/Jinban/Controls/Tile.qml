import QtQuick
import Jinban.Theme

// A way in: icon and two to four characters. Wide in portrait; icon above the word where it is tall.
Press {
    id: root

    readonly property color face: strong ? Theme.overAccent : Theme.ink
    property string icon: ""
    readonly property int margin: tall && !Theme.elderly ? Theme.s4 : Theme.s6
    property string note: ""
    property bool strong: false
    // Picture above the words; beside them where the tile is low
    property bool tall: Theme.elderly ? height > Theme.mm(70) : Theme.landscape
    property string text: ""

    implicitHeight: Theme.mm(Theme.elderly ? 99 : 50)
    ringRadius: 0

    Rectangle {
        anchors.fill: parent
        color: root.strong ? (root.down ? Theme.ink : Theme.accent) : (root.down ? Theme.tint2 : Theme.tint)
    }

    Rectangle {
        color: Theme.accent
        height: Theme.topRule
        width: parent.width
    }

    Icon {
        id: picture

        color: root.strong ? Theme.overAccent : Theme.accent
        name: root.icon
        size: root.tall ? Math.min(Theme.mm(Theme.elderly ? 36 : 24), root.height - words.height - 2 * root.margin) : Theme.mm(24)
        x: root.margin - size * 0.08
        y: root.tall ? root.margin - size * 0.08 + Theme.topRule : (root.height - size + Theme.topRule) / 2
    }

    Column {
        id: words

        readonly property int start: root.tall || root.icon === "" ? root.margin : root.margin + Theme.mm(30)

        spacing: Theme.mm(1)
        width: root.width - start - (Theme.elderly ? Theme.s4 : Theme.s2)
        x: start
        y: root.tall ? root.height - height - root.margin + Theme.mm(1) : (root.height - height + Theme.topRule) / 2

        AppText {
            Accessible.ignored: true
            color: root.face
            // Words that would break or be cut are set one size smaller
            kind: Theme.elderly ? (whole.advanceWidth <= words.width ? Theme.Tile : longest.advanceWidth * 0.81 <= words.width ? Theme.Choice : Theme.Value) : longest.advanceWidth <= words.width ? Theme.Tile : Theme.Value
            text: root.text
            width: parent.width
        }

        AppText {
            Accessible.ignored: true
            color: root.strong ? Theme.overAccent : Theme.overTint2
            kind: Theme.Caption
            text: root.note
            width: parent.width
        }
    }

    TextMetrics {
        id: whole

        font: longest.font
        text: root.text
    }

    TextMetrics {
        id: longest

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.px(Theme.Tile)
        text: root.text.split(" ").reduce((a, b) => b.length > a.length ? b : a, "")
    }
}
