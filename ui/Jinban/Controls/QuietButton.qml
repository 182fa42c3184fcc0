import QtQuick
import Jinban.Theme

// A secondary action: outline only.
Press {
    id: root

    property string text: ""
    property string icon: ""
    property string iconAfter: ""
    property int kind: Theme.Button
    property int padding: Theme.s6
    readonly property int natural: face.natural

    implicitHeight: Theme.button
    implicitWidth: natural

    Rectangle {
        anchors.fill: parent
        border.color: Theme.accent
        border.width: Theme.buttonBorder
        color: root.down ? Theme.accent : Theme.ground
        radius: Theme.radius
    }
    ButtonFace {
        id: face

        after: root.iconAfter
        anchors.fill: parent
        before: root.icon
        color: root.down ? Theme.overAccent : Theme.accent
        kind: root.kind
        padding: root.padding
        text: root.text
    }
}
