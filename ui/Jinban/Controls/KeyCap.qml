import QtQuick
import Jinban.Theme

// A key of the keypad; function keys are tinted and carry a word.
Press {
    id: root

    property string icon: ""
    property string text: ""
    property bool works: false

    guard: Theme.keyGuardMs

    Rectangle {
        anchors.fill: parent
        border.color: Theme.edge
        border.width: Theme.keyBorder
        color: root.down ? Theme.tint2 : root.works ? Theme.tint : Theme.ground
        radius: Theme.radius
    }

    ButtonFace {
        id: face

        readonly property bool iconFits: wordWidth + iconSize + iconGap + 2 * padding <= width

        anchors.fill: parent
        // The word comes first where a narrow key has no room for both
        before: iconFits ? root.icon : ""
        color: root.works ? Theme.overTint : Theme.ink
        kind: root.works ? Theme.KeyWord : Theme.Key
        padding: Theme.s1
        text: root.text
    }
}
