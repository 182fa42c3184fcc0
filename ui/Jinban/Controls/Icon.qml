import QtQuick
import QtQuick.Shapes
import Jinban.App
import Jinban.Theme

// An outline icon on its 24 grid; always stands beside a word, so it has no name of its own.
Item {
    id: root

    property color color: Theme.accent
    property string name: ""
    property real size: Theme.mm(12)
    property real weight: Theme.stroke(size)

    implicitHeight: size
    implicitWidth: size
    visible: name !== ""

    Shape {
        anchors.fill: parent

        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            joinStyle: ShapePath.RoundJoin
            scale: Qt.size(root.size / 24, root.size / 24)
            strokeColor: root.color
            strokeWidth: root.weight * root.size / 24

            PathSvg {
                path: App.iconPath(root.name)
            }
        }
    }
}
