import QtQuick
import Jinban.Theme

// What is looked for: as typed, with a caret; what it takes stands in it while it is empty.
Item {
    id: root

    property string hint: ""
    property string label: ""
    required property string name
    property string shown: ""

    Accessible.description: shown
    Accessible.name: name
    Accessible.role: Accessible.EditableText
    implicitHeight: Theme.mm(Theme.elderly ? 33.7 : 27.8)

    Rectangle {
        anchors.fill: parent
        border.color: Theme.accent
        border.width: Theme.fieldBorder
        color: Theme.ground
        radius: Theme.radius
    }

    Icon {
        id: picture

        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        size: Theme.mm(14)
        x: Theme.s4
    }

    AppText {
        id: value

        anchors.verticalCenter: parent.verticalCenter
        font.bold: true
        kind: root.shown.length > 12 ? Theme.Value : Theme.Choice
        text: root.shown
        wrapMode: Text.NoWrap
        x: picture.x + picture.size + Theme.s3
    }

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.signalEdge
        height: Math.round(Theme.px(Theme.Choice) * 1.1)
        width: Theme.mm(1.5)
        x: value.x + (root.shown === "" ? 0 : value.contentWidth + Theme.mm(2))
    }

    AppText {
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.ink2
        lineHeight: Math.round(pixels * 1.2)
        text: root.shown === "" ? root.label : ""
        width: root.width - x - Theme.s4
        x: value.x + Theme.s2
    }

    AppText {
        anchors.right: parent.right
        anchors.rightMargin: Theme.s4
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.ink2
        text: root.shown !== "" ? root.hint : ""
        wrapMode: Text.NoWrap
    }
}
