import QtQuick
import Jinban.Theme

// The one value being asked for, with a caret and what is missing.
Item {
    id: root

    property string hint: ""
    readonly property bool hintBelow: hint !== "" && (Theme.elderly ? !Theme.landscape : !hintBeside)
    readonly property bool hintBeside: hintWide.advanceWidth + 2 <= box.width - value.x - shownWide.advanceWidth - Theme.mm(20)
    // Where no room is left under the box, the value moves up for it
    readonly property bool hintInside: hint !== "" && !hintBelow && !hintBeside
    property string label: ""
    property string shown: ""
    property int squeeze: 0

    Accessible.description: shown
    Accessible.name: label
    Accessible.role: Accessible.EditableText
    implicitHeight: box.height + (below.visible ? below.height + Theme.s2 : 0)

    Rectangle {
        id: box

        border.color: Theme.accent
        border.width: Theme.fieldBorder
        color: Theme.ground
        height: Theme.mm(Theme.elderly ? 43.7 : root.squeeze > 2 ? 27.8 : 33.7)
        radius: Theme.radius
        width: parent.width

        AppText {
            id: value

            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: root.hintInside ? -Math.round(within.height / 2) : 0
            font.bold: true
            kind: root.shown.length > 14 || root.hintInside ? Theme.Choice : Theme.Field
            text: root.shown
            wrapMode: Text.NoWrap
            x: Theme.mm(11)
        }

        Rectangle {
            anchors.verticalCenter: value.verticalCenter
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
            text: root.hintBeside && !root.hintBelow ? root.hint : ""
        }

        AppText {
            id: within

            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(3)
            color: Theme.ink2
            lineHeight: Math.round(pixels * 1.2)
            text: root.hintInside ? root.hint : ""
            width: box.width - 2 * x
            x: value.x
        }
    }

    AppText {
        id: below

        anchors.top: box.bottom
        anchors.topMargin: Theme.s2
        text: root.hintBelow ? root.hint : ""
        width: parent.width
    }

    TextMetrics {
        id: hintWide

        font: within.font
        text: root.hint
    }

    TextMetrics {
        id: shownWide

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.px(root.shown.length > 14 ? Theme.Choice : Theme.Field)
        text: root.shown
    }
}
