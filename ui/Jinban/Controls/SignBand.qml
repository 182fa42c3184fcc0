pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Jinban.Theme

// Where to go: a wayfinding arrow for a place in this hall, a pin for one that has a longer name.
Rectangle {
    id: root

    property list<string> lines: []
    property int margin: Theme.s8
    readonly property bool near: ratio <= 1.35
    property string place: ""
    readonly property int plate: Theme.mm([57.6, 44, 32, 24][squeeze])
    readonly property real ratio: wide.advanceWidth / Math.max(1, lines.width)
    // 0 to 3: how much room must be given back
    property int squeeze: 0

    color: Theme.accent
    implicitHeight: Math.max(plate, lines.height) + 2 * Theme.mm([14, 9, 5, 3][squeeze])

    TextMetrics {
        id: wide

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.px(Theme.Sign)
        text: root.place
    }

    Rectangle {
        id: sheet

        anchors.verticalCenter: parent.verticalCenter
        color: Theme.overAccent
        height: root.plate
        radius: Theme.radius
        width: root.plate
        x: root.margin

        Shape {
            anchors.fill: parent
            visible: root.near

            ShapePath {
                fillColor: Theme.accent
                scale: Qt.size(root.plate / 100, root.plate / 100)
                strokeWidth: -1

                PathSvg {
                    path: "M30 20H80V70H68V40.5L26 82.5L17.5 74L59.5 32H30Z"
                }
            }
        }

        Icon {
            anchors.centerIn: parent
            name: root.near ? "" : "map-pin"
            size: root.plate * 0.7
        }
    }

    Column {
        id: lines

        anchors.left: sheet.right
        anchors.leftMargin: Theme.mm(14)
        anchors.right: parent.right
        anchors.rightMargin: root.margin
        anchors.verticalCenter: parent.verticalCenter

        BalancedText {
            color: Theme.overAccent
            kind: root.squeeze > 2 && root.ratio * Theme.px(Theme.Heading) > Theme.px(Theme.Sign) ? Theme.Value : root.squeeze > 1 ? Theme.Heading : root.ratio <= 1 ? Theme.Sign : root.near ? Theme.State : root.ratio <= 2.2 ? Theme.First : Theme.Heading
            room: lines.width
            words: root.place
        }

        Repeater {
            model: root.lines

            BalancedText {
                required property string modelData

                color: Theme.overAccent
                font.bold: false
                kind: Theme.Value
                lineHeight: Math.round(pixels * (root.squeeze < 2 ? 1.5 : 1.25))
                room: lines.width
                words: modelData
            }
        }
    }
}
