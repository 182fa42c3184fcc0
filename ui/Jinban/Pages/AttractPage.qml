pragma ComponentBehavior: Bound
import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// The first picture: what to do, and what can be done here today.
PageBase {
    id: root

    readonly property int bandWidth: Theme.landscape ? Math.round(width * (Theme.elderly ? 0.56 : 0.575)) : width
    property bool full: false
    readonly property bool tight: Theme.landscape || Theme.elderly || full

    AnywherePress {
        anchors.fill: parent

        onActed: App.press(root.page.main.actId)
    }

    Rectangle {
        id: band

        color: Theme.accent
        height: Theme.landscape ? root.height : buttons.y + buttons.height + Theme.mm(root.tight ? 10 : 18)
        width: root.bandWidth
    }

    TextMetrics {
        id: hallWide

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.px(root.tight ? Theme.TopBar : Theme.Value)
        text: root.page.hall
    }

    Item {
        id: hall

        height: Theme.mm(Theme.landscape ? 25.8 : 33.7)
        width: root.bandWidth - 2 * root.margin
        x: root.margin

        Column {
            anchors.left: parent.left
            anchors.right: date.left
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter

            AppText {
                color: Theme.overAccent
                font.bold: true
                kind: root.tight ? Theme.TopBar : Theme.Value
                lineHeight: Math.round(pixels * (root.tight ? 1.05 : 1.15))
                text: root.page.hall
                width: parent.width

                HallTouch {}
            }

            AppText {
                color: Theme.overAccent
                kind: Theme.Small
                lineHeight: Math.round(pixels * (root.tight ? 1.05 : 1.15))
                text: root.page.sample
                width: parent.width
            }
        }

        Row {
            id: date

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(8.4)

            AppText {
                color: Theme.overAccent
                kind: root.tight ? Theme.TopBar : Theme.Body
                text: root.page.over
                visible: text !== "" && hallWide.advanceWidth + implicitWidth + Theme.mm(40) <= hall.width
            }

            AppText {
                color: Theme.overAccent
                kind: root.tight ? Theme.TopBar : Theme.Body
                text: App.clock
            }
        }

        Rectangle {
            anchors.bottom: parent.bottom
            color: Theme.seg
            height: Theme.hair
            width: parent.width
        }
    }

    Column {
        id: words

        spacing: Theme.mm(root.tight ? 2 : 6)
        width: root.bandWidth - 2 * root.margin
        x: root.margin
        y: hall.height + Theme.mm(Theme.landscape ? 6 : root.tight ? 8 : 18)

        AppText {
            color: Theme.overAccent
            heading: true
            kind: wide.advanceWidth <= words.width ? Theme.Sign : wide.advanceWidth * Theme.px(Theme.State) / Theme.px(Theme.Sign) <= words.width ? Theme.State : Theme.First
            text: root.page.title
            width: parent.width

            TextMetrics {
                id: wide

                font.bold: true
                font.family: Theme.family
                font.pixelSize: Theme.px(Theme.Sign)
                text: root.page.title.split("\n").reduce((a, b) => b.length > a.length ? b : a, "")
            }
        }

        BalancedText {
            color: Theme.overAccent
            font.bold: false
            kind: root.tight ? Theme.Body : Theme.Value
            room: words.width
            words: root.page.lead
        }
    }

    Column {
        id: buttons

        spacing: Theme.mm(6)
        width: words.width
        x: root.margin
        y: Theme.landscape ? root.height - height - Theme.mm(10) : words.y + words.height + Theme.mm(root.tight ? 6 : 12)

        HeroTile {
            height: Theme.mm(Theme.landscape ? 37.7 : Theme.elderly ? 45.6 : 53.6)
            icon: root.page.main.icon
            name: root.page.main.name
            note: root.page.main.note
            overAccent: true
            tall: false
            text: root.page.main.text
            width: parent.width

            onActed: App.press(root.page.main.actId)
        }

        WideButton {
            height: Theme.mm(Theme.landscape && !Theme.elderly ? 27.8 : 33.7)
            icon: root.page.other.icon
            name: root.page.other.name
            note: root.page.other.note
            text: root.page.other.text
            visible: root.page.other.present
            width: parent.width

            onActed: App.press(root.page.other.actId)
        }
    }

    Timer {
        id: settle

        interval: 0

        onTriggered: root.full = root.full || today.y + today.height > root.height
    }

    Column {
        id: today

        spacing: Theme.s3
        width: root.width - x - root.margin
        x: Theme.landscape ? root.bandWidth + Theme.s6 : root.margin
        y: Theme.landscape ? Theme.mm(9) : band.height + Theme.mm(root.tight ? 6 : 9)

        onHeightChanged: settle.restart()

        StateList {
            model: root.page.sections
            width: parent.width
        }

        BalancedText {
            color: Theme.ink2
            room: Theme.measure(kind, parent.width)
            // Said by the staffed window's own board too; gives way where states need two lines
            visible: words !== "" && parent.y + y + height <= root.height
            words: root.page.remark
        }
    }
}
