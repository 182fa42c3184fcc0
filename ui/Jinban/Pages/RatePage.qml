pragma ComponentBehavior: Bound
import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// Five faces with words; one touch is the answer.
PageBase {
    id: root

    readonly property int count: page.choiceCount + page.tileCount
    readonly property int facesTop: Theme.landscape ? headTop + Theme.mm(2) : head.y + head.height + Theme.mm(12)
    readonly property int gap: Theme.elderly ? Theme.mm(4) : Theme.s2
    readonly property int row: Math.min(Theme.mm(43.7), Math.floor((height - facesTop - Theme.mm(5) - (count - 1) * gap - (note.visible && !Theme.landscape ? note.height + Theme.s4 : 0)) / Math.max(1, count)))

    PageHead {
        id: head

        kind: Theme.First
        lead: root.page.lead
        leadKind: Theme.elderly ? Theme.Body : Theme.Value
        title: root.page.title
        width: root.leftWidth
        x: root.margin
        y: root.headTop
    }

    Column {
        id: faces

        spacing: root.gap
        width: root.rightWidth
        x: root.rightX
        y: root.facesTop

        Repeater {
            model: root.page.choices

            FaceRow {
                required property string choiceId
                required chosen
                required icon
                required property string title

                height: root.row
                name: title
                text: title
                width: faces.width

                onActed: App.choose(choiceId)
            }
        }

        Repeater {
            model: root.page.tiles

            FaceRow {
                required property string actId
                required icon
                required name
                required text

                height: root.row
                width: faces.width

                onActed: App.press(actId)
            }
        }
    }

    AppText {
        id: note

        color: Theme.ink2
        text: root.page.notice
        width: root.leftWidth
        x: root.margin
        y: Theme.landscape ? head.y + head.height + Theme.s6 : faces.y + faces.height + Theme.s4
    }
}
