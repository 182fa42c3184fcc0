pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Jinban.App
import Jinban.Theme

// A card at its true size and the place on the reader where it goes, or comes from: an identity card
// on the lit spot, or (chip) a social-security card into its slot.
Rectangle {
    id: root

    property bool away: false
    readonly property int cardHeight: Math.round(54 * unit)
    readonly property int cardWidth: Math.round(85.6 * unit)
    property bool chip: false
    property bool lit: true
    property bool placed: false
    readonly property real unit: Math.min(App.pxPerMm, height / 164 * 1.05, width / 130)

    color: Theme.tint
    implicitHeight: Theme.mm(162)

    Column {
        anchors.centerIn: parent
        spacing: 3 * root.unit

        Card {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: !root.placed || root.chip
        }

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.ink
            name: root.placed && !root.chip ? "" : "arrow-down"
            rotation: root.away ? 180 : 0
            size: 25 * root.unit
            weight: 3.2
        }

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            border.color: Theme.signalEdge
            border.width: Math.round(0.75 * root.unit)
            color: root.lit ? Theme.signal : Theme.ground
            height: (root.chip ? 24 : 66) * root.unit
            radius: 4.5 * root.unit
            width: 112 * root.unit

            Rectangle {
                anchors.centerIn: parent
                color: root.chip ? Theme.ink : Theme.ground
                height: root.chip ? 3 * root.unit : parent.height - 11 * root.unit
                radius: 1.5 * root.unit
                width: parent.width - 11 * root.unit

                Shape {
                    anchors.centerIn: parent
                    height: 46 * root.unit
                    visible: !root.placed && !root.chip
                    width: 77 * root.unit

                    ShapePath {
                        dashPattern: [4, 3]
                        fillColor: "transparent"
                        scale: Qt.size(root.unit, root.unit)
                        strokeColor: Theme.edge
                        strokeStyle: ShapePath.DashLine
                        strokeWidth: Math.max(2, 0.75 * root.unit)

                        PathSvg {
                            path: "M2 0H75A2 2 0 0 1 77 2V44A2 2 0 0 1 75 46H2A2 2 0 0 1 0 44V2A2 2 0 0 1 2 0Z"
                        }
                    }
                }

                Card {
                    anchors.centerIn: parent
                    visible: root.placed && !root.chip
                }
            }
        }
    }

    component Card: Rectangle {
        id: card

        border.color: Theme.accent
        border.width: Math.round(1.6 * root.unit)
        color: Theme.ground
        height: root.cardHeight
        radius: Math.round(3 * root.unit)
        width: root.cardWidth

        Repeater {
            model: root.chip ? [[9, 9, 42], [55, 9, 21], [34, 23, 42]] : [[9, 11, 31], [9, 20, 22], [9, 29, 37], [9, 42, 68]]

            Rectangle {
                required property var modelData

                color: Theme.accent
                height: Math.round(2 * root.unit)
                radius: height / 2
                width: modelData[2] * root.unit
                x: modelData[0] * root.unit
                y: modelData[1] * root.unit
            }
        }

        Rectangle {
            border.color: Theme.signalEdge
            border.width: Math.round(0.75 * root.unit)
            color: Theme.signal
            height: 13 * root.unit
            radius: 2 * root.unit
            visible: root.chip
            width: 16 * root.unit
            x: 9 * root.unit
            y: 32 * root.unit
        }

        Rectangle {
            color: Theme.tint
            height: 27 * root.unit
            radius: root.unit
            visible: !root.chip
            width: 22.5 * root.unit
            x: 54.5 * root.unit
            y: 8.5 * root.unit

            Icon {
                anchors.centerIn: parent
                name: "user"
                size: 27 * root.unit
                weight: 1.5
            }
        }
    }
}
