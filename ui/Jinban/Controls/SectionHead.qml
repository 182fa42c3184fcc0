import QtQuick
import Jinban.Theme

// A heading over a list: disc when all of it is done, a small action at its end, an ink rule below.
Item {
    id: root

    property string actIcon: ""
    property string actName: ""
    property string actText: ""
    property bool done: false
    property int squeeze: 0
    property string title: ""

    signal acted

    implicitHeight: Math.max(words.visible ? words.height : 0, button.visible ? button.height : 0) + (title !== "" || button.visible ? Theme.mm([4, 4, 3, 1][squeeze]) : 0) + Theme.headRule

    TickDisc {
        id: disc

        anchors.verticalCenter: words.verticalCenter
        size: Theme.mm(11)
        visible: root.done
    }

    AppText {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: root.done ? disc.width + Theme.s3 : 0
        anchors.right: button.visible ? button.left : parent.right
        anchors.rightMargin: button.visible ? Theme.s3 : 0
        heading: true
        kind: Theme.Value
        text: root.title
        y: button.visible ? Math.max(0, (button.height - height) / 2) : 0
    }

    SmallButton {
        id: button

        anchors.right: parent.right
        icon: root.actIcon
        name: root.actName
        text: root.actText
        visible: root.actText !== ""

        onActed: root.acted()
    }

    Rectangle {
        anchors.bottom: parent.bottom
        color: Theme.ink
        height: Theme.headRule
        width: parent.width
    }
}
