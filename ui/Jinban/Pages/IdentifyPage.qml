import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// Where the card goes, and what to do without one.
PageBase {
    id: root

    readonly property int listTop: Theme.landscape ? head.y + head.height + Theme.mm(Theme.elderly ? 3 : 12) : picture.y + picture.height + Theme.mm(9)

    share: Theme.elderly ? 0.5 : 1 / 3

    PageHead {
        id: head

        lead: root.page.lead
        over: root.page.over
        title: root.page.title
        width: root.leftWidth
        x: root.margin
        y: root.headTop
    }

    CardPicture {
        id: picture

        chip: root.page.icon === "credit-card"
        height: Theme.landscape ? root.height - y - Theme.s6 : Math.min(Theme.mm(162), root.height - y - list.height - Theme.mm(22))
        lit: root.page.busy || pulse.lit
        placed: root.page.busy
        width: root.rightWidth
        x: root.rightX
        y: Theme.landscape ? root.headTop + Theme.mm(2) : head.y + head.height + Theme.mm(9)
    }

    SectionList {
        id: list

        model: root.page.sections
        squeeze: Theme.landscape && Theme.elderly ? 3 : 0
        width: root.leftWidth
        x: root.margin
        y: root.listTop

        onPressed: id => App.press(id)
    }

    Timer {
        id: pulse

        property bool lit: true

        interval: 500
        repeat: true
        running: Theme.pageSlide > 0 && !root.page.busy

        onTriggered: lit = !lit
    }
}
