import QtQuick
import Jinban.Controls
import Jinban.Theme

// It is in: number, date, what comes next, and the slip.
PageBase {
    id: root

    // What comes next, alone on its page, takes the whole width
    readonly property bool alone: Theme.landscape && page.factCount === 0 && page.stopCount > 0
    readonly property bool coded: page.qrPath !== ""

    // In landscape the notice stands where more room is left
    readonly property int leftNeed: facts.y + facts.height - headTop
    readonly property int needed: Theme.landscape && !alone ? Math.max(leftNeed + (noteLeft ? foot.height + Theme.s1 : 0), rest.height + (noteLeft ? 0 : foot.height + Theme.s3)) : rest.y + rest.height - headTop + foot.height + Theme.s4
    readonly property bool noteLeft: Theme.landscape && !alone && rest.height > leftNeed
    readonly property int room: height - headTop - Theme.mm(5)

    // A code and its long check number stand one below the other
    readonly property bool under: !Theme.landscape && page.stopCount === 0

    function fit(): void {
        if (height > 0 && needed > room && squeeze < 3) {
            squeeze += 1;
            settle.restart();
        }
    }

    share: Theme.elderly ? 0.44 : 0.38

    onNeededChanged: settle.restart()
    onRoomChanged: settle.restart()

    Timer {
        id: settle

        interval: 0

        onTriggered: root.fit()
    }

    PageHead {
        id: head

        icon: root.page.icon
        kind: Theme.landscape && Theme.elderly ? Theme.Heading : Theme.landscape || wide.advanceWidth > root.leftWidth - Theme.mm(30) ? Theme.First : Theme.State
        lead: root.page.lead
        over: root.page.over
        title: root.page.title
        width: root.leftWidth
        x: root.margin
        y: root.headTop
    }

    TextMetrics {
        id: wide

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.px(Theme.State)
        text: root.page.title
    }

    Rectangle {
        id: line

        color: Theme.accent
        height: Theme.topRule
        width: root.alone ? root.width - 2 * root.margin : root.leftWidth
        x: root.margin
        y: head.y + head.height + Theme.mm([6, 5, 4, 3][root.squeeze])
    }

    FactRow {
        id: facts

        bigLast: true
        model: root.page.facts
        rowSpacing: Theme.mm([9, 6, 3, 2][root.squeeze])
        squeeze: root.squeeze
        visible: root.page.factCount > 0
        width: root.leftWidth
        x: root.margin
        y: line.y + line.height + Theme.mm([6, 5, 3, 2][root.squeeze])
    }

    QrCode {
        id: code

        modules: root.page.qrSize
        note: root.page.qrNote
        path: root.page.qrPath
        side: Theme.mm(root.squeeze > 1 ? 56 : 72)
        x: root.under ? root.margin : root.width - root.margin - width
        y: Theme.landscape ? root.headTop + Theme.mm(2) : root.under ? facts.y + facts.height + Theme.mm([12, 8, 5, 3][root.squeeze]) : facts.y + (root.page.factCount > 1 ? Theme.line(Theme.Caption) + Theme.line(Theme.Figure) + facts.rowSpacing : 0)
    }

    Body {
        id: rest

        only: "rest"
        page: root.page
        plain: true
        squeeze: root.squeeze
        width: root.alone ? root.width - 2 * root.margin : root.rightWidth - (Theme.landscape && root.coded ? code.width + Theme.s4 : 0)
        x: root.alone ? root.margin : root.rightX
        y: Theme.landscape && !root.alone ? root.headTop + Theme.mm(2) : Math.max(facts.visible ? facts.y + facts.height : line.y, root.coded ? code.y + code.height : 0) + Theme.mm([10, 8, 5, 3][root.squeeze])
    }

    Foot {
        id: foot

        page: root.page
        squeeze: root.squeeze
        width: root.noteLeft ? root.leftWidth : root.rightWidth
        x: root.noteLeft ? root.margin : root.rightX
        y: root.height - height - Theme.mm([8, 6, 5, 3][root.squeeze])
    }
}
