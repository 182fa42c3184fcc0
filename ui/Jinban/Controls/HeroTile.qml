import QtQuick
import Jinban.Theme

// The one big way in; in landscape the icon stands above the word.
Press {
    id: root

    property bool arrow: true
    readonly property color face: down ? Theme.signal : Theme.overSignal
    property string icon: ""
    readonly property int margin: Theme.s6 + Theme.s1
    property string note: ""
    property bool overAccent: false
    property bool tall: Theme.landscape && height > Theme.mm(80)
    property string text: ""

    implicitHeight: Theme.mm(69)
    ring: overAccent ? Theme.overAccent : Theme.ink

    Rectangle {
        anchors.fill: parent
        border.color: Theme.signalEdge
        border.width: root.overAccent ? 0 : Theme.mm(1)
        color: root.down ? Theme.ink : Theme.signal
        radius: Theme.radius
    }

    Icon {
        id: picture

        color: root.face
        name: root.icon
        size: Theme.mm(root.overAccent ? 24 : 34) * Math.min(1, root.height / Theme.mm(root.overAccent ? 40 : 58))
        x: root.margin - size * 0.08
        y: root.tall ? root.margin : (root.height - size) / 2
    }

    Column {
        readonly property int start: root.tall || root.icon === "" ? root.margin : root.margin + picture.size + Theme.s4

        width: root.width - start - root.margin - (root.arrow ? Theme.mm(20) : 0)
        x: start
        y: root.tall ? root.height - height - root.margin : (root.height - height) / 2

        AppText {
            Accessible.ignored: true
            color: root.face
            font.bold: true
            font.pixelSize: pixels
            kind: Theme.Hero
            text: root.text
            width: parent.width
        }

        AppText {
            Accessible.ignored: true
            color: root.face
            text: root.note
            width: parent.width
        }
    }

    Icon {
        anchors.right: parent.right
        anchors.rightMargin: root.margin
        color: root.face
        name: root.arrow ? "arrow-right" : ""
        size: Theme.mm(19.9)
        y: root.tall ? root.height - size - root.margin - Theme.mm(1) : (root.height - size) / 2
    }
}
