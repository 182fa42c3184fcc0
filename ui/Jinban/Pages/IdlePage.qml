import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// Are you still there: the seconds left and one big button.
PageBase {
    id: root

    readonly property int countTop: Theme.landscape ? headTop : head.y + head.height

    PageHead {
        id: head

        kind: Theme.landscape && Theme.elderly ? Theme.First : Theme.State
        lead: root.page.lead
        leadColor: Theme.ink
        leadKind: Theme.elderly ? Theme.Body : Theme.Button
        spacing: Theme.s3
        title: root.page.title
        width: root.leftWidth
        x: root.margin
        y: root.headTop
    }

    CountDown {
        figurePixels: Math.min(Theme.px(Theme.Count), Math.floor((hero.y - root.countTop - Theme.mm(39)) / 0.86))
        remaining: root.page.secondsLeft
        total: root.page.secondsAll
        unit: root.page.secondsUnit
        width: root.rightWidth
        x: root.rightX
        y: Theme.landscape ? root.headTop + Theme.mm(2) : hero.y - height - Theme.mm(13)
    }

    MainButton {
        id: hero

        height: Theme.mm(Theme.landscape ? 43.7 : 59.6)
        icon: root.page.main.icon
        iconFirst: true
        kind: Theme.Hero
        name: root.page.main.name
        text: root.page.main.text
        width: root.rightWidth
        x: root.rightX
        y: root.height - height - Theme.mm(Theme.landscape ? 7 : 12)

        onActed: App.press(root.page.main.actId)
    }
}
