import QtQuick
import Jinban.App
import Jinban.Theme

// The way back on the left, the main action on the right, always at the same place. A second
// quiet way stands between them, or in a row of its own above where the words are too long.
Item {
    id: root

    readonly property int extra: stacked ? Theme.button + Theme.s3 : 0
    readonly property int gap: Theme.s3
    readonly property bool hasAny: hasMain || page.back.present || page.other.present || page.remark !== ""
    readonly property bool hasMain: page.main.present && !mainInside
    property bool mainInside: false
    readonly property int mainWidth: Math.max(Math.min(Theme.mm(109), room - quiet), Math.min(main.natural, Math.round(room * 0.6)))
    required property PageVM page
    readonly property int quiet: (back.visible ? back.natural + gap : 0) + (other.visible && !stacked ? other.natural + gap : 0)
    readonly property int room: width - 2 * Theme.s8
    // Reckoned with the middle button at its least, whatever it turns out to be
    readonly property bool stacked: three && back.natural + otherWide.advanceWidth + 2 * Theme.s4 + 2 + main.natural + 2 * gap > room
    readonly property bool three: hasMain && page.back.present && page.other.present
    // Two quiet words too long for the row are set smaller
    readonly property bool tight: page.back.present && page.other.present && !hasMain && backWide.advanceWidth + otherWide.advanceWidth + Theme.mm(80) > room

    signal pressed(string id)

    implicitHeight: Theme.actionRow + extra

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
        color: Theme.rule
        height: Theme.hair
        width: root.room
        x: Theme.s8
    }

    QuietButton {
        id: back

        icon: root.page.back.icon || "arrow-left"
        kind: root.tight ? Theme.Body : Theme.Button
        name: root.page.back.name
        text: root.page.back.text
        visible: root.page.back.present
        width: Math.min(natural, root.room - (root.hasMain ? root.mainWidth + root.gap : 0))
        x: Theme.s8
        y: main.y

        onActed: root.pressed(root.page.back.actId)
    }

    QuietButton {
        id: other

        readonly property bool atLeft: root.hasMain && (!root.page.back.present || root.stacked)
        readonly property bool ends: !root.hasMain && root.page.other.icon === "arrow-right"
        readonly property int free: root.stacked ? root.room : root.room - (root.hasMain ? root.mainWidth + root.gap : 0) - (back.visible ? back.width + root.gap : 0)

        icon: root.three && !root.stacked || ends ? "" : root.page.other.icon
        iconAfter: ends ? root.page.other.icon : ""
        kind: root.tight ? Theme.Body : Theme.Button
        name: root.page.other.name
        padding: root.three && !root.stacked ? Theme.s4 : Theme.s6
        text: root.page.other.text
        visible: root.page.other.present
        width: Math.min(natural, free)
        x: atLeft ? Theme.s8 : root.hasMain ? back.x + back.width + root.gap : root.width - Theme.s8 - width
        y: root.stacked ? main.y - height - Theme.s3 : main.y

        onActed: root.pressed(root.page.other.actId)
    }

    MainButton {
        id: main

        icon: root.page.busy ? "hourglass" : root.page.main.icon || "arrow-right"
        name: root.page.main.name
        text: root.page.main.text
        visible: root.hasMain
        width: root.mainWidth
        x: root.width - Theme.s8 - width
        y: root.extra + Math.round((Theme.actionRow - height) / 2)

        onActed: root.pressed(root.page.main.actId)
    }

    Row {
        anchors.right: parent.right
        anchors.rightMargin: Theme.s8
        anchors.verticalCenter: main.verticalCenter
        spacing: Theme.s2
        visible: !root.hasMain && root.page.remark !== "" && !root.page.other.present

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.ink2
            name: "lock"
            size: Theme.mm(8.9)
        }

        BalancedText {
            color: Theme.ink2
            room: Math.min(natural + 2, root.room - Theme.mm(16) - (back.visible ? back.width + Theme.s3 : 0))
            words: root.page.remark
        }
    }

    // Between two quiet ways there is room for which page it is, and for no more
    AppText {
        id: number

        readonly property int from: back.visible ? back.x + back.width : Theme.s8
        readonly property int wide: Math.ceil(numberWide.advanceWidth) + 2

        anchors.verticalCenter: main.verticalCenter
        color: Theme.ink2
        kind: Theme.Caption
        text: root.page.remark
        visible: !root.hasMain && text !== "" && root.page.other.present && other.x - from >= wide + 2 * Theme.s2
        width: wide
        x: Math.round((from + other.x - wide) / 2)
    }

    TextMetrics {
        id: numberWide

        font: number.font
        text: root.page.remark
    }
}
