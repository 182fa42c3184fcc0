import QtQuick
import Jinban.Theme

// The one main action of a page.
Press {
    id: root

    property string icon: ""
    property bool iconFirst: false
    property int kind: Theme.Button
    readonly property int natural: face.natural
    property bool overAccent: false
    property string text: ""

    implicitHeight: Theme.button
    implicitWidth: Math.max(Theme.mm(109), natural)
    ring: overAccent ? Theme.overAccent : Theme.ink

    Rectangle {
        anchors.fill: parent
        border.color: Theme.signalEdge
        border.width: root.overAccent ? 0 : Theme.mm(1)
        color: root.down ? Theme.ink : Theme.signal
        radius: Theme.radius
    }

    ButtonFace {
        id: face

        after: root.iconFirst ? "" : root.icon
        anchors.fill: parent
        before: root.iconFirst ? root.icon : ""
        color: root.down ? Theme.signal : Theme.overSignal
        kind: root.kind
        text: root.text
    }
}
