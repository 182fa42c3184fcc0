import QtQuick
import Jinban.Theme

// One of the five marks: face and word; a touch on it is the answer.
Press {
    id: root

    property bool chosen: false
    property string icon: ""
    property string text: ""

    checkable: chosen
    checked: chosen
    implicitHeight: Theme.mm(43.7)
    ringRadius: 0

    Rectangle {
        anchors.fill: parent
        border.color: Theme.accent
        border.width: root.chosen ? Theme.mm(1.5) : 0
        color: root.down ? Theme.tint2 : Theme.tint
    }

    Icon {
        id: face

        anchors.verticalCenter: parent.verticalCenter
        name: root.icon
        size: Math.min(Theme.mm(27.8), root.height * 0.66)
        x: Theme.s6
    }

    AppText {
        Accessible.ignored: true
        anchors.left: face.right
        anchors.leftMargin: Theme.mm(10)
        anchors.right: chevron.left
        anchors.verticalCenter: parent.verticalCenter
        kind: Theme.Choice
        text: root.text
    }

    Icon {
        id: chevron

        anchors.right: parent.right
        anchors.rightMargin: Theme.s6
        anchors.verticalCenter: parent.verticalCenter
        name: root.chosen ? "check" : "chevron-right"
        size: Theme.mm(13)
    }
}
