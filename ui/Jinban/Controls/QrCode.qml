import QtQuick
import QtQuick.Shapes
import Jinban.Theme

// A QR code with whole pixels a module on a white plate.
Column {
    id: root

    readonly property int cell: modules > 0 ? Math.max(1, Math.round(side / modules)) : 1
    readonly property int drawn: cell * modules
    property int modules: 0
    property string note: ""
    property string path: ""
    property int side: Theme.mm(79)

    spacing: Theme.s2
    visible: modules > 0
    width: drawn

    Rectangle {
        Accessible.name: root.note
        Accessible.role: Accessible.Graphic
        color: Theme.ground
        height: root.drawn
        width: root.drawn

        Shape {
            anchors.fill: parent

            ShapePath {
                fillColor: Theme.ink
                scale: Qt.size(root.cell, root.cell)
                strokeWidth: -1

                PathSvg {
                    path: root.path
                }
            }
        }
    }

    BalancedText {
        kind: Theme.Caption
        room: root.drawn
        words: root.note
    }
}
