import QtQuick
import QtQuick.Shapes
import Jinban.App
import Jinban.Theme

// A field to write a name in. Tells each stroke as x, y in px and t in ms, flat.
Rectangle {
    id: root

    property double began: 0
    property list<point> current: []
    property list<real> flat: []
    property string name: ""
    property var strokes: []

    signal stroked(list<real> points)

    function add(x: real, y: real): void {
        const now = Date.now();
        if (began === 0)
            began = now;
        const inX = Math.max(0, Math.min(width, x));
        const inY = Math.max(0, Math.min(height, y));
        current.push(Qt.point(inX, inY));
        flat.push(inX, inY, now - began);
    }

    function clear(): void {
        strokes = [];
        current = [];
        flat = [];
        began = 0;
    }

    function end(): void {
        if (current.length === 1)
            add(current[0].x + 1, current[0].y);
        strokes = strokes.concat([Array.from(current)]); // a copy: `current` itself is emptied below
        stroked(flat);
        current = [];
        flat = [];
    }

    Accessible.name: name
    Accessible.role: Accessible.Canvas
    border.color: Theme.accent
    border.width: Theme.fieldBorder
    color: Theme.ground
    radius: Theme.radius

    Rectangle {
        color: Theme.rule
        height: Theme.hair
        width: parent.width - 2 * Theme.s6
        x: Theme.s6
        y: parent.height * 0.78
    }

    Shape {
        anchors.fill: parent

        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            joinStyle: ShapePath.RoundJoin
            strokeColor: Theme.ink
            strokeWidth: Theme.mm(1.6)

            PathMultiline {
                paths: root.strokes
            }
        }

        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            joinStyle: ShapePath.RoundJoin
            strokeColor: Theme.ink
            strokeWidth: Theme.mm(1.6)

            PathPolyline {
                path: root.current
            }
        }
    }

    MouseArea {
        anchors.fill: parent

        onCanceled: root.end()
        onPositionChanged: event => root.add(event.x, event.y)
        onPressed: event => {
            App.touched();
            root.add(event.x, event.y);
        }
        onReleased: root.end()
    }
}
