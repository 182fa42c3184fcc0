import QtQuick
import Jinban.App
import Jinban.Theme

// The way back on the left, the main action on the right, always at the same place.
Item {
    id: root

    readonly property int gaps: Theme.s3 * ((back.visible ? 1 : 0) + (other.visible ? 1 : 0))
    readonly property bool hasAny: hasMain || page.back.present || page.other.present || page.remark !== ""
    readonly property bool hasMain: page.main.present && !mainInside
    property bool mainInside: false
    readonly property int mainWidth: hasMain ? Math.max(Math.min(Theme.mm(109), room - gaps - quiet), Math.min(main.natural, room * 0.55)) : 0
    required property PageVM page
    readonly property int quiet: (back.visible ? back.natural : 0) + (other.visible ? other.natural : 0)
    readonly property int room: width - 2 * Theme.s8
    // Two quiet words too long for the row are set smaller
    readonly property bool tight: page.back.present && page.other.present && !hasMain && backWide.advanceWidth + otherWide.advanceWidth + Theme.mm(80) > room

    signal pressed(string id)

    implicitHeight: Theme.actionRow
    visible: hasAny

    TextMetrics {
        id: backWide

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.px(Theme.Button)
        text: root.page.back.text
    }

    TextMetrics {
        id: otherWide

        font: backWide.font
        text: root.page.other.text
    }

    Rectangle {
        anchors.left: parent.left
        anchors.margins: Theme.s8
        anchors.right: parent.right
        color: Theme.rule
        height: Theme.hair
    }

    QuietButton {
        id: back

        anchors.verticalCenter: parent.verticalCenter
        icon: root.page.back.icon || "arrow-left"
        kind: root.tight ? Theme.Body : Theme.Button
        name: root.page.back.name
        text: root.page.back.text
        visible: root.page.back.present
        x: Theme.s8

        onActed: root.pressed(root.page.back.actId)
    }

    QuietButton {
        id: other

        readonly property bool atLeft: !root.page.back.present && root.hasMain
        readonly property bool ends: !root.hasMain && root.page.other.icon === "arrow-right"
        readonly property int free: root.room - root.mainWidth - root.gaps - (back.visible ? back.width : 0)

        anchors.verticalCenter: parent.verticalCenter
        icon: (root.hasMain && root.page.back.present) || ends ? "" : root.page.other.icon
        iconAfter: ends ? root.page.other.icon : ""
        kind: root.tight ? Theme.Body : Theme.Button
        name: root.page.other.name
        padding: root.hasMain && root.page.back.present ? Theme.s4 : Theme.s6
        text: root.page.other.text
        visible: root.page.other.present
        width: Math.min(natural, free)
        x: atLeft ? Theme.s8 : root.hasMain ? back.x + back.width + Theme.s3 : root.width - Theme.s8 - width

        onActed: root.pressed(root.page.other.actId)
    }

    MainButton {
        id: main

        anchors.verticalCenter: parent.verticalCenter
        icon: root.page.busy ? "hourglass" : root.page.main.icon || "arrow-right"
        name: root.page.main.name
        text: root.page.main.text
        visible: root.hasMain
        width: root.mainWidth
        x: root.width - Theme.s8 - width

        onActed: root.pressed(root.page.main.actId)
    }

    Row {
        anchors.right: parent.right
        anchors.rightMargin: Theme.s8
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.s2
        visible: !root.hasMain && root.page.remark !== "" && !(other.visible && !other.atLeft)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.ink2
            name: "lock"
            size: Theme.mm(8.9)
        }

        AppText {
            color: Theme.ink2
            text: root.page.remark
            width: Math.min(implicitWidth, root.room - Theme.mm(16) - (back.visible ? back.width + Theme.s3 : 0))
        }
    }
}
