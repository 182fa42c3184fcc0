pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// One of several ways: ring, or disc with tick, thick border and tint once it is chosen.
Press {
    id: root

    property string actIcon: ""
    property string actText: ""
    property bool chosen: false
    property list<string> details: []
    property string icon: ""
    property string lines: ""
    // Half as wide: ring and title stand closer to the edge
    property bool narrow: false
    readonly property int pad: Theme.mm(plain ? [8, 6, 4, 0.5][squeeze] : [12, 10, 8, 4][squeeze])
    readonly property bool plain: lines === "" && details.length === 0
    property int squeeze: 0
    property string title: ""

    signal changed

    checkable: true
    checked: chosen
    implicitHeight: Math.max(Theme.mm([31.8, 27.8, 23.8, Theme.elderly ? 20.1 : 17][squeeze]), column.height + 2 * pad)
    radio: true

    Rectangle {
        anchors.fill: parent
        border.color: root.chosen ? Theme.accent : Theme.edge
        border.width: root.chosen ? Theme.mm(1.5) : Theme.mm(0.75)
        color: root.down ? Theme.tint2 : root.chosen ? Theme.tint : Theme.ground
        radius: Theme.radius
    }

    TickDisc {
        id: disc

        done: root.chosen
        size: Theme.mm(root.squeeze > 1 || root.narrow ? 12.9 : 16.9)
        x: Theme.mm(root.narrow ? 8 : 13)
        y: root.plain ? (root.height - size) / 2 : root.pad + (title.height - size) / 2
    }

    Column {
        id: column

        anchors.left: disc.right
        anchors.leftMargin: Theme.mm(root.narrow ? 6 : 9)
        anchors.right: parent.right
        anchors.rightMargin: root.icon === "" ? Theme.s4 : Theme.mm(36)
        spacing: Theme.mm([4, 3, 2, 1][root.squeeze])
        y: root.plain ? (root.height - height) / 2 : root.pad

        BalancedText {
            id: title

            Accessible.ignored: true
            kind: root.squeeze > 1 || root.narrow ? Theme.Value : Theme.Choice
            room: column.width
            words: root.title
        }

        BalancedText {
            Accessible.ignored: true
            color: root.chosen ? Theme.ink : Theme.ink2
            room: root.squeeze > 2 ? root.width - column.x - Theme.s4 : column.width
            words: root.lines
        }

        Rectangle {
            color: Theme.edge
            height: Theme.hair
            visible: root.details.length > 0
            width: root.width - column.x - Theme.mm(12)
        }

        Column {
            id: below

            // The button stands beside the last lines, where these are high enough
            readonly property bool roomy: Array.from(children).some((line, n) => n > 0 && line.lineCount > 1)

            visible: root.details.length > 0
            width: root.width - column.x - Theme.s4

            Repeater {
                model: root.details

                AppText {
                    required property int index
                    required property string modelData

                    Accessible.ignored: true
                    font.bold: index === 0
                    kind: root.squeeze > 2 ? Theme.Body : Theme.Value
                    lineHeight: Math.round(pixels * (root.squeeze > 2 ? 1.2 : 1.4))
                    text: modelData
                    width: below.width - (change.visible && (index > 0 || !below.roomy) ? change.width + Theme.s3 : 0)
                }
            }
        }
    }

    SmallButton {
        id: change

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Math.max(root.pad, Theme.s2)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(13)
        icon: root.actIcon
        name: text
        text: root.actText
        visible: root.actText !== ""

        onActed: root.changed()
    }

    Icon {
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(13)
        name: root.icon
        size: Theme.mm([20.9, 20.9, 15.9, 12.9][root.squeeze])
        y: root.plain ? (root.height - size) / 2 : Math.max(root.pad, root.pad + (title.height - size) / 2)
    }
}
