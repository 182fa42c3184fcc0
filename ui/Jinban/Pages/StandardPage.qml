import QtQuick
import Jinban.Theme

// Any page of a matter: head, then its parts; space gives way before anything is cut.
PageBase {
    id: root

    readonly property int footGap: foot.height > 0 ? Theme.mm([10, 8, 6, 4][squeeze]) : Theme.mm(4)
    readonly property int needed: Theme.landscape ? Math.max(left.height + (ticks.height > 0 ? ticks.height + left.spacing : 0), right.height + foot.height + (foot.height > 0 && right.height > 0 ? left.spacing : 0)) : left.height + foot.height + (foot.height > 0 ? left.spacing : 0)
    readonly property int room: height - headTop - footGap

    function fit(): void {
        if (height > 0 && needed > room && squeeze < 3) {
            squeeze += 1;
            settle.restart();
        }
    }

    share: page.field.present ? 0.58 : page.sectionCount > 0 && (page.tickCount > 0 && (Theme.elderly || page.sectionCount > 1) || page.factCount > 0 && !Theme.elderly) ? 0.45 : 1 / 3

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
        only: Theme.landscape ? "head" : ""
        page: root.page
        squeeze: root.squeeze
        width: root.leftWidth
        x: root.margin
        y: root.headTop
    }

    Body {
        id: right

        only: "rest"
        page: root.page
        squeeze: root.squeeze
        visible: Theme.landscape
        width: root.rightWidth
        x: root.rightX
        y: root.headTop + Theme.mm(2)
    }

    Body {
        id: ticks

        only: "ticks"
        page: root.page
        squeeze: root.squeeze
        visible: Theme.landscape
        width: root.leftWidth
        x: root.margin
        y: root.height - height - root.footGap
    }

    Foot {
        id: foot

        page: root.page
        room: Theme.landscape ? root.height - root.headTop - Theme.mm(6) : root.height - root.headTop - left.height - Theme.mm(20)
        squeeze: root.squeeze
        width: root.rightWidth
        x: root.rightX
        y: Theme.landscape && root.page.field.present ? root.headTop + Theme.mm(2) : root.height - height - root.footGap
    }
}
