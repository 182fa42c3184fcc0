import QtQuick
import Jinban.Theme

// The one value being asked for, with a caret and what is missing.
Item {
    id: root

    // The largest size at which all that was typed can be seen
    readonly property int fitting: [Theme.Field, Theme.Choice, Theme.Value, Theme.Body].find(kind => fullWide.advanceWidth * Theme.px(kind) / Theme.px(Theme.Field) <= free) ?? Theme.Small
    readonly property int free: width - Theme.mm(26)
    property string hint: ""
    readonly property bool hintBelow: hint !== "" && (Theme.elderly ? !Theme.landscape : !hintBeside)
    readonly property bool hintBeside: hintWide.advanceWidth + 2 <= box.width - value.x - shownWide.advanceWidth - Theme.mm(20)
    // Where no room is left under the box, the value moves up for it
    readonly property bool hintInside: hint !== "" && !hintBelow && !hintBeside
    property string label: ""
    property string shown: ""
    readonly property int size: hintInside && fitting === Theme.Field ? Theme.Choice : fitting
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
        height: Theme.mm(Theme.elderly ? (root.squeeze > 2 ? 33.7 : 43.7) : root.squeeze > 2 ? 27.8 : 33.7)
        radius: Theme.radius
        width: parent.width

        AppText {
            id: value

            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: root.hintInside ? -Math.round(within.height / 2) : 0
            // Of what is longer still the end is seen, where the next key goes
            elide: Text.ElideLeft
            font.bold: true
            kind: root.size
            text: root.shown
            width: Math.min(implicitWidth, root.free)
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
        font.pixelSize: Theme.px(root.fitting)
        text: root.shown
    }

    TextMetrics {
        id: fullWide

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.px(Theme.Field)
        text: root.shown
    }
}
