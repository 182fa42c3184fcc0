pragma ComponentBehavior: Bound
import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// The first picture: what to do, and what can be done here today.
PageBase {
    id: root

    readonly property int split: Theme.landscape ? height : Math.round(height * 0.65)

    AnywherePress {
        anchors.fill: parent

        onActed: App.press(root.page.main.actId)
    }
    Rectangle {
        id: band

        color: Theme.accent
        height: root.split
        width: Theme.landscape ? Math.round(root.width * 0.575) : root.width

        Item {
            id: top

            height: Theme.mm(33.7)
            width: parent.width - 2 * Theme.s8
            x: Theme.s8

            AppText {
                anchors.left: parent.left
                anchors.right: date.left
                anchors.rightMargin: Theme.s3
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.overAccent
                kind: Theme.Value
                text: root.page.hall
            }
            AppText {
                id: date

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.overAccent
                text: (root.page.over !== "" ? root.page.over + "\u3000" : "") + App.clock
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

            anchors.left: parent.left
            anchors.leftMargin: Theme.s8
            anchors.top: top.bottom
            anchors.topMargin: Theme.mm(Theme.landscape ? 9 : 18)
            spacing: Theme.mm(Theme.landscape ? 3 : 6)
            width: parent.width - 2 * Theme.s8

            AppText {
                color: Theme.overAccent
                heading: true
                kind: wide.advanceWidth > words.width || Theme.landscape && words.width < Theme.mm(200) ? Theme.State : Theme.Sign
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
            AppText {
                color: Theme.overAccent
                font.bold: false
                kind: Theme.Value
                text: root.page.lead
                width: parent.width
            }
        }
        Column {
            id: buttons

            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(Theme.landscape ? 14 : 18)
            anchors.left: words.left
            spacing: Theme.mm(6)
            width: words.width

            HeroTile {
                height: Theme.mm(Theme.landscape ? 39.7 : 53.6)
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
                height: Theme.mm(Theme.landscape ? 29.8 : 33.7)
                icon: root.page.other.icon
                name: root.page.other.name
                note: root.page.other.note
                text: root.page.other.text
                visible: root.page.other.present
                width: parent.width

                onActed: App.press(root.page.other.actId)
            }
        }
    }
    Column {
        x: Theme.landscape ? band.width + Theme.s6 : Theme.s8
        y: Theme.landscape ? Theme.mm(14) : root.split + Theme.mm(9)
        width: root.width - x - Theme.s8
        spacing: Theme.s3

        AppText {
            kind: Theme.Caption
            text: root.page.sample
            width: parent.width
        }
        StateList {
            model: root.page.sections
            width: parent.width
        }
        AppText {
            color: Theme.ink2
            text: root.page.remark
            width: parent.width
        }
    }
}
