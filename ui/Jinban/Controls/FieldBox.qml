import QtQuick
import Jinban.Theme

// The one value being asked for, with a caret and what is missing.
Item {
    id: root

    property string hint: ""
    readonly property bool hintBelow: Theme.elderly && !Theme.landscape
    property string label: ""
    property string shown: ""

    Accessible.description: shown
    Accessible.name: label
    Accessible.role: Accessible.EditableText
    implicitHeight: box.height + (below.visible ? below.height + Theme.s2 : 0)

    Rectangle {
        id: box

        border.color: Theme.accent
        border.width: Theme.fieldBorder
        color: Theme.ground
        height: Theme.mm(Theme.elderly ? 43.7 : 33.7)
        radius: Theme.radius
        width: parent.width

        AppText {
            id: value

            anchors.verticalCenter: parent.verticalCenter
            font.bold: true
            kind: root.shown.length > 14 ? Theme.Choice : Theme.Field
            text: root.shown
            wrapMode: Text.NoWrap
            x: Theme.mm(11)
        }

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.signalEdge
            height: Math.round(value.pixels * 1.1)
            width: Theme.mm(1.5)
            x: value.x + (root.shown === "" ? 0 : value.contentWidth + Theme.mm(2))
        }

        AppText {
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(11)
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.ink2
            text: root.hintBelow ? "" : root.hint
            width: Math.min(implicitWidth, box.width - value.x - value.contentWidth - Theme.mm(20))
        }
    }

    AppText {
        id: below

        anchors.top: box.bottom
        anchors.topMargin: Theme.s2
        text: root.hintBelow ? root.hint : ""
        width: parent.width
    }
}
