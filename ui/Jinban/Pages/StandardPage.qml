import QtQuick
import Jinban.Theme

// Any page of a matter: head, then its parts; space gives way before anything is cut.
PageBase {
    id: root

    readonly property int footGap: foot.height > 0 ? Theme.mm([10, 8, 6, 4][squeeze]) : Theme.mm(4)
    // A long list alone takes more of the width for its two columns
    readonly property bool listed: !Theme.elderly && page.sectionCount === 1 && right.paired
    readonly property int needed: Math.max(beside(left.height, ticks.height, noteLeft ? foot.height : 0), beside(right.height, noteLeft ? 0 : foot.height, Theme.landscape ? 0 : left.height))
    readonly property bool noteLeft: Theme.landscape && !page.field.present
    readonly property int room: height - headTop - footGap
    // Rows without a heading stand under the keypad where a list with one fills the left side
    readonly property bool rowsRight: Theme.landscape && page.field.present && page.sectionCount > (Theme.elderly ? 0 : 1)
    // In landscape a notice stands under the head, where there is room
    // Large facts alone stand side by side under the head
    readonly property bool wide: Theme.landscape && Theme.elderly && page.factCount > 1 && page.sectionCount === 0

    function beside(a: int, b: int, c: int): int {
        return a + b + c + Math.max(0, (a > 0 ? 1 : 0) + (b > 0 ? 1 : 0) + (c > 0 ? 1 : 0) - 1) * left.spacing;
    }

    function fit(): void {
        [left, right, ticks, foot].forEach(part => layOut(part));
        if (height > 0 && needed > room && squeeze < 3) {
            squeeze += 1;
            settle.restart();
        }
    }

    // Columns lay themselves out a frame later; what is needed must be known before that
    function layOut(part: var): void {
        Array.from(part.children).forEach(child => layOut(child));
        if (part.forceLayout)
            part.forceLayout();
    }

    // A keyboard, or a pad with words on it, is wider than a keypad
    share: page.field.keys.includes("row") || page.field.keyWords.length > 0 ? 0.4 : page.field.present ? (Theme.elderly ? 0.53 : 0.58) : !Theme.elderly && page.sectionCount > 0 && (page.tickCount > 0 && page.sectionCount > 1 || page.factCount > 0 || page.sign.present && page.sectionCount > 1 || page.notice !== "" && !page.banner.present) ? 0.45 : listed ? 0.26 : 1 / 3

    onNeededChanged: settle.restart()
    onRoomChanged: settle.restart()

    Timer {
        id: settle

        interval: 0

        onTriggered: root.fit()
    }

    Body {
        id: left

        bleed: root.margin
        only: Theme.landscape && !root.wide ? "head" : ""
        page: root.page
        squeeze: root.squeeze
        titledOnly: root.rowsRight
        width: root.wide ? root.width - 2 * root.margin : root.leftWidth
        x: root.margin
        y: root.headTop
    }

    Body {
        id: right

        on: Theme.landscape && !root.wide
        only: "rest"
        page: root.page
        squeeze: root.squeeze
        width: root.rightWidth
        x: root.rightX
        y: root.headTop + (root.squeeze > 2 ? 0 : Theme.mm(2))
    }

    Body {
        id: ticks

        on: Theme.landscape
        only: "ticks"
        page: root.page
        squeeze: root.squeeze
        width: root.leftWidth
        x: root.margin
        y: root.height - height - root.footGap
    }

    Foot {
        id: foot

        list: root.rowsRight
        page: root.page
        room: Theme.landscape ? root.room - Theme.mm(2) : root.height - root.headTop - left.height - Theme.mm(20)
        squeeze: root.squeeze
        width: root.noteLeft ? root.leftWidth : root.rightWidth
        x: root.noteLeft ? root.margin : root.rightX
        y: Theme.landscape && root.page.field.present ? root.headTop + Theme.mm(2) : root.height - height - root.footGap
    }
}
