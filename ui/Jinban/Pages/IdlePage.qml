import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// Are you still there: the seconds left and one big button.
PageBase {
    id: root

    PageHead {
        id: head

        kind: Theme.landscape && Theme.elderly ? Theme.First : Theme.State
        lead: root.page.lead
        leadColor: Theme.ink
        leadKind: Theme.elderly ? Theme.Body : Theme.Button
        spacing: Theme.s2
        title: root.page.title
        width: root.leftWidth
        x: root.margin
        y: root.headTop
    }
    CountDown {
        total: root.page.secondsAll
        remaining: root.page.secondsLeft
        small: Theme.landscape || Theme.elderly
        unit: root.page.secondsUnit
        width: root.rightWidth
        x: root.rightX
        y: Theme.landscape ? root.headTop + Theme.mm(2) : hero.y - height - Theme.mm(13)
    }
    HeroTile {
        id: hero

        arrow: false
        height: Theme.mm(Theme.landscape ? 47.6 : 59.6)
        icon: root.page.main.icon
        name: root.page.main.name
        tall: false
        text: root.page.main.text
        width: root.rightWidth
        x: root.rightX
        y: root.height - height - Theme.mm(Theme.landscape ? 7 : 12)

        onActed: App.press(root.page.main.actId)
    }
}
