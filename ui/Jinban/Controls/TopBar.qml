import QtQuick
import Jinban.Theme

// Hall on the left, step and clock on the right.
Rectangle {
    id: root

    property string clock: ""
    // In the large letters of a narrow glass the clock gives way to the step and the mark
    readonly property bool clockless: Theme.elderly && stepText !== "" && sample !== "" && !Theme.landscape
    // A name that needs two lines leaves none for the mark of sample data below it
    readonly property bool crowded: hallWide.advanceWidth + Theme.s4 + 2 > left.width
    property string hall: ""
    property string sample: ""
    property string stepText: ""

    color: Theme.accent
    implicitHeight: Theme.topBar

    Flow {
        id: left

        anchors.left: parent.left
        anchors.leftMargin: Theme.s8
        anchors.right: right.left
        anchors.rightMargin: Theme.s4
        anchors.verticalCenter: parent.verticalCenter
        spacing: 0

        AppText {
            color: Theme.overAccent
            font.bold: true
            kind: Theme.TopBar
            lineHeight: Math.round(pixels * 1.12)
            rightPadding: Theme.s4
            text: root.hall
            width: Math.min(implicitWidth, left.width)

            HallTouch {}
        }

        AppText {
            color: Theme.overAccent
            kind: Theme.Small
            lineHeight: Math.round(Theme.px(Theme.TopBar) * 1.12)
            text: root.crowded ? "" : root.sample
        }
    }

    TextMetrics {
        id: hallWide

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.px(Theme.TopBar)
        text: root.hall
    }

    AppText {
        anchors.right: right.right
        anchors.top: right.bottom
        color: Theme.overAccent
        kind: Theme.Small
        lineHeight: Math.round(pixels * 1.12)
        text: root.crowded ? root.sample : ""
    }

    Row {
        id: right

        anchors.right: parent.right
        anchors.rightMargin: Theme.s8
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: root.crowded && root.sample !== "" ? -Math.round(Theme.px(Theme.Small) * 0.56) : 0
        spacing: Theme.mm(Theme.elderly ? 10 : 14)

        AppText {
            color: Theme.overAccent
            font.bold: true
            kind: Theme.TopBar
            text: root.stepText
        }

        AppText {
            color: Theme.overAccent
            kind: Theme.TopBar
            text: root.clock
            visible: !root.clockless
        }
    }
}
