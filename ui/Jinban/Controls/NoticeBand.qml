import QtQuick
import Jinban.Theme

// One line with an icon on tint, and perhaps a quiet action at its end.
Rectangle {
    id: root

    property string actName: ""
    property string actText: ""
    property string icon: "receipt"
    property string text: ""

    signal acted

    color: Theme.tint
    implicitHeight: Math.max(Theme.mm(Theme.landscape ? 27.8 : 33.7), line.height + 2 * (Theme.landscape ? Theme.s1 : Theme.s3))

    Icon {
        id: picture

        anchors.verticalCenter: parent.verticalCenter
        name: root.icon
        size: Theme.mm(Theme.landscape ? 11.9 : 15.9)
        x: Theme.landscape ? Theme.s3 : Theme.s6 - Theme.mm(1)
    }

    BalancedText {
        id: line

        anchors.left: picture.right
        anchors.leftMargin: Theme.landscape ? Theme.s3 : Theme.s4
        anchors.verticalCenter: parent.verticalCenter
        kind: Theme.Value
        lineHeight: Math.round(pixels * (Theme.landscape ? 1.2 : 1.4))
        room: (button.visible ? button.x : root.width) - x - Theme.s3
        words: root.text
    }

    SmallButton {
        id: button

        anchors.right: parent.right
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        name: root.actName
        text: root.actText
        visible: root.actText !== ""

        onActed: root.acted()
    }
}
