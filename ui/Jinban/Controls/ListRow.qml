import QtQuick
import Jinban.Theme

// One line of a list. With a label: label column, value, remark at the end. Without: the value
// leads, and the remark stands beside it or, where the whole row acts, below it.
Item {
    id: root

    property string actIcon: ""
    property string actName: ""
    property string actText: ""
    readonly property bool beside: !whole && rest !== "" && !rest.includes("\n") && column + restWide.advanceWidth + 2 <= room

    // The remark keeps to the lead's line where both fit
    readonly property int column: mark === "done" ? Math.max(leadWide.advanceWidth + Theme.s4, width * 0.425 - start) : leadWide.advanceWidth + Theme.s4
    readonly property int floor: Theme.mm(floors[squeeze])
    readonly property list<real> floors: Theme.elderly && whole ? [28, 26, 25, 23.7] : whole || actText !== "" ? [25.8, 24, 22, 20] : mark !== "" ? [26.8, 22, 19, 16.5] : [21.8, 20, 17, 13.9]
    property string label: ""
    readonly property int labelWidth: titled && !stacked ? Math.min(Theme.mm(Theme.elderly ? 74 : Theme.landscape ? 66 : 57.6), width * 0.4) : 0
    property bool last: false
    readonly property string lead: titled ? value : label !== "" ? label : value
    property string mark: ""
    readonly property int markWidth: mark === "" ? 0 : Theme.mm(whole && rest !== "" ? 22.5 : Theme.elderly ? 23 : 20.8)
    property string note: ""
    readonly property string rest: titled || label === "" || value === "" ? note : note === "" ? value : value + "\n" + note
    readonly property int room: width - start - tail
    property int squeeze: 0
    readonly property bool stacked: titled && Theme.elderly && !Theme.landscape
    readonly property int start: markWidth + labelWidth
    property bool strong: true
    readonly property int tail: whole ? Theme.mm(14) : button.visible ? button.width + Theme.s3 : 0
    // The last room on a long list: lines stand closer, values of two lines are smaller
    readonly property bool tight: squeeze > 2 && !whole && !Theme.elderly
    readonly property bool titled: label !== "" && value !== "" && mark === ""
    property string value: ""
    property bool whole: false

    signal acted

    implicitHeight: Math.max(floor, stacked ? 0 : labelText.height + Theme.mm(2), button.visible ? button.height + Theme.mm(2.8) : 0, words.height + Theme.mm([7, 6, 3, whole ? 2 : 0.5][squeeze]))

    TextMetrics {
        id: leadWide

        font.bold: root.strong
        font.family: Theme.family
        font.pixelSize: Theme.px(root.strong ? Theme.Value : Theme.Body)
        text: root.lead
    }

    TextMetrics {
        id: restWide

        font: restText.font
        text: root.rest
    }

    Press {
        id: press

        anchors.bottomMargin: Theme.mm(Theme.elderly ? 1.7 : 1.4)
        anchors.fill: parent
        anchors.topMargin: Theme.mm(Theme.elderly ? 1.7 : 1.4)
        name: root.actName !== "" ? root.actName : root.lead
        visible: root.whole

        onActed: root.acted()

        Rectangle {
            anchors.fill: parent
            color: press.down ? Theme.tint2 : Theme.ground
        }
    }

    TickDisc {
        anchors.verticalCenter: parent.verticalCenter
        visible: root.mark === "done"
    }

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        name: root.mark === "done" ? "" : root.mark
        size: Theme.mm(root.whole && root.rest !== "" ? 15.9 : Theme.elderly ? 14.9 : 11.9)
        x: -size * 0.08
    }

    AppText {
        id: labelText

        anchors.verticalCenter: root.stacked ? undefined : parent.verticalCenter
        color: Theme.ink2
        text: root.titled ? root.label : ""
        width: root.stacked ? root.width - root.tail : root.labelWidth - Theme.s2
        y: words.y
    }

    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        topPadding: root.stacked ? Theme.line(Theme.Body) : 0
        width: root.room
        x: root.start

        BalancedText {
            id: leadText

            Accessible.ignored: root.whole
            color: root.strong ? Theme.ink : Theme.ink2
            font.bold: root.strong
            kind: root.strong && !(root.tight && root.titled && leadWide.advanceWidth > root.room) ? Theme.Value : Theme.Body
            lineHeight: Math.round(pixels * (root.tight ? 1.2 : Theme.lineEm[kind]))
            room: root.beside ? Math.ceil(leadWide.advanceWidth) + 2 : words.width
            words: root.lead
        }

        AppText {
            Accessible.ignored: root.whole
            color: Theme.ink2
            kind: root.whole || root.mark !== "" ? Theme.Body : Theme.Caption
            text: root.beside ? "" : root.rest
            width: parent.width
        }
    }

    AppText {
        id: restText

        anchors.verticalCenter: parent.verticalCenter
        color: Theme.ink2
        kind: root.titled ? Theme.Caption : Theme.Body
        text: root.beside ? root.rest : ""
        width: Math.ceil(restWide.advanceWidth) + 2
        x: root.mark === "done" ? root.start + root.column : root.width - root.tail - width
    }

    SmallButton {
        id: button

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        icon: root.actIcon
        name: root.actName
        text: root.actText
        visible: root.actText !== "" && !root.whole

        onActed: root.acted()
    }

    Icon {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.ink
        name: root.whole ? "chevron-right" : ""
        size: Theme.mm(10.9)
    }

    Rectangle {
        anchors.bottom: parent.bottom
        color: Theme.rule
        height: Theme.hair
        visible: !root.last
        width: parent.width
    }
}
