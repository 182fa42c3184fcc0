pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// What is safe, in one bold line, then the facts.
Rectangle {
    id: root

    property string first: ""
    property list<string> lines: []
    readonly property int pad: Theme.mm([9, 7, 5, 4][squeeze])
    property int squeeze: 0

    color: Theme.tint
    implicitHeight: lines.height + 2 * pad

    Rectangle {
        color: Theme.accent
        height: parent.height
        width: Theme.mm(4)
    }

    Column {
        id: lines

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(16)
        anchors.right: parent.right
        anchors.rightMargin: Theme.s4
        y: root.pad

        BalancedText {
            kind: Theme.Banner
            room: lines.width
            words: root.first
        }

        Repeater {
            model: root.lines

            BalancedText {
                required property string modelData

                font.bold: false
                kind: Theme.Value
                lineHeight: Math.round(pixels * (root.squeeze > 2 ? 1.25 : root.squeeze > 1 ? 1.35 : 1.55))
                room: lines.width
                words: modelData
            }
        }
    }
}
