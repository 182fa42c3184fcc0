import QtQuick
import Jinban.Controls
import Jinban.Theme

// The card is still on the reader: please take it.
PageBase {
    id: root

    PageHead {
        id: head

        kind: Theme.First
        lead: root.page.lead
        leadKind: Theme.Value
        over: root.page.over
        title: root.page.title
        width: root.leftWidth
        x: root.margin
        y: root.headTop
    }

    CardPicture {
        away: true
        chip: root.page.icon === "credit-card"
        height: Theme.landscape ? root.height - y - Theme.s6 : Math.min(Theme.mm(162), root.height - y - Theme.s6)
        width: root.rightWidth
        x: root.rightX
        y: Theme.landscape ? root.headTop + Theme.mm(2) : head.y + head.height + Theme.s6
    }
}
