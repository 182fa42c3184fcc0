pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// What comes next, as stations of a line: done solid, the current one signal, later ones white.
Column {
    id: root

    readonly property int disc: Theme.mm(13.9)
    property alias model: stops.model
    property int squeeze: 0
    property string title: ""

    spacing: 0

    AppText {
        bottomPadding: (lift < 0 ? lift : -lift) + Theme.mm([4, 3, 1, 0][root.squeeze])
        heading: true
        kind: Theme.Value
        text: root.title
        width: parent.width
    }

    Repeater {
        id: stops

        delegate: Item {
            id: stop

            required property int index
            readonly property bool last: index === stops.count - 1
            required property string note
            required property string status
            required property string text
            required property string when

            implicitHeight: Math.max(words.height + Theme.mm(last ? 0 : [6, 5, 3, 2][root.squeeze]), last ? root.disc : Theme.mm([19, 18, 17, 16][root.squeeze]))
            width: root.width

            Rectangle {
                color: Theme.accent
                height: parent.height
                visible: !stop.last
                width: Theme.mm(2)
                x: (root.disc - width) / 2
                y: root.disc / 2
            }

            Rectangle {
                border.color: Theme.accent
                border.width: Theme.mm(1.75)
                color: stop.status === "done" ? Theme.accent : stop.status === "current" ? Theme.signal : Theme.ground
                height: root.disc
                radius: width / 2
                width: root.disc
            }

            Column {
                id: words

                anchors.left: parent.left
                anchors.leftMargin: root.disc + Theme.mm(10)
                anchors.right: parent.right
                y: Math.max(0, (root.disc - Theme.line(Theme.Value)) / 2)

                Flow {
                    width: parent.width

                    AppText {
                        kind: Theme.Value
                        rightPadding: Theme.s4
                        text: stop.when
                        width: Math.min(implicitWidth, parent.width)
                    }

                    AppText {
                        kind: Theme.Value
                        text: stop.text
                        width: Math.min(implicitWidth, parent.width)
                    }
                }

                AppText {
                    color: Theme.ink2
                    text: stop.note
                    width: parent.width
                }
            }
        }
    }
}
