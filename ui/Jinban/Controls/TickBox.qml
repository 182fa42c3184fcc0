import QtQuick
import Jinban.Theme

// A statement that the person ticks.
Press {
    id: root

    property string note: ""
    property int squeeze: 0
    property string text: ""
    property bool ticked: false

    checkable: true
    checked: ticked
    implicitHeight: Math.max(Theme.mm(27.8), lines.height + 2 * Theme.mm([7.9, 6, 4, 3][squeeze]))

    Rectangle {
        anchors.fill: parent
        border.color: root.ticked ? Theme.accent : Theme.edge
        border.width: root.ticked ? Theme.mm(1.25) : Theme.mm(0.75)
        color: root.down ? Theme.tint2 : root.ticked && !Theme.elderly ? Theme.tint : Theme.ground
        radius: Theme.radius
    }

    Rectangle {
        id: box

        anchors.verticalCenter: parent.verticalCenter
        border.color: Theme.accent
        border.width: root.ticked ? 0 : Theme.mm(1.25)
        color: root.ticked ? Theme.accent : Theme.ground
        height: width
        radius: Theme.radius
        width: Theme.mm(16.9)
        x: Theme.s6

        Icon {
            anchors.centerIn: parent
            color: Theme.overAccent
            name: root.ticked ? "check" : ""
            size: Theme.mm(11.9)
            weight: 3
        }
    }

    Column {
        id: lines

        anchors.left: box.right
        anchors.leftMargin: Theme.mm(9)
        anchors.right: parent.right
        anchors.rightMargin: Theme.s4
        anchors.verticalCenter: parent.verticalCenter

        BalancedText {
            Accessible.ignored: true
            kind: Theme.Value
            room: lines.width
            words: root.text
        }

        BalancedText {
            Accessible.ignored: true
            color: root.ticked && !Theme.elderly ? Theme.ink : Theme.ink2
            room: lines.width
            words: root.note
        }
    }
}
