import QtQuick
import QtQuick.Shapes
import Jinban.Theme

// A QR code with whole pixels a module on a white plate.
Column {
    id: root

    property string path: ""
    property int modules: 0
    property string note: ""
    property int side: Theme.mm(79)
    readonly property int cell: modules > 0 ? Math.max(1, Math.floor(side / modules)) : 1

    spacing: Theme.s2
    visible: modules > 0
    width: side

    Rectangle {
        Accessible.name: root.note
        Accessible.role: Accessible.Graphic
        color: Theme.ground
        height: root.cell * root.modules
        width: root.cell * root.modules

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
    AppText {
        kind: Theme.Caption
        text: root.note
        width: root.side
    }
}
