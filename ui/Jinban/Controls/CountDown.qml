pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// Seconds left, as a figure and as one bar a second that vanishes.
Column {
    id: root

    property int figurePixels: Theme.px(Theme.Count)
    property int remaining: 0
    property int total: 0
    property string unit: ""

    spacing: Theme.s6

    Row {
        spacing: Theme.s4

        AppText {
            id: figure

            color: Theme.accent
            font.pixelSize: root.figurePixels
            kind: Theme.Count
            lineHeight: Math.round(font.pixelSize * 0.86)
            text: root.remaining
        }

        AppText {
            anchors.baseline: figure.baseline
            kind: Theme.First
            text: root.unit
        }
    }

    Row {
        id: bars

        readonly property real step: root.width / Math.max(1, root.total)

        height: Theme.mm(10)

        Repeater {
            model: root.total

            Item {
                required property int index

                height: bars.height
                width: bars.step

                Rectangle {
                    color: parent.index < root.remaining ? Theme.accent : Theme.tint2
                    height: parent.height
                    width: Math.max(1, Math.floor(parent.width * 0.74))
                }
            }
        }
    }
}
