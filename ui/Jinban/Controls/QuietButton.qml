import QtQuick
import Jinban.Theme

// A secondary action: outline only.
Press {
    id: root

    property string icon: ""
    property string iconAfter: ""
    property int kind: Theme.Button
    readonly property int natural: face.natural
    property int padding: Theme.s6
    property string text: ""

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
