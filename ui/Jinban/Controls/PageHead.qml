import QtQuick
import Jinban.Theme

// Small line, heading with its icon, second line.
Column {
    id: root

    property string icon: ""
    property int kind: icon !== "" && !Theme.landscape ? Theme.First : Theme.Heading
    property string lead: ""
    property color leadColor: Theme.ink2
    property int leadKind: Theme.Body
    property string over: ""
    property string title: ""

    spacing: Theme.mm(3)

    AppText {
        color: Theme.ink2
        text: root.over
        width: Theme.measure(kind, parent.width)
    }

    Row {
        spacing: Theme.s4
        width: parent.width

        TickDisc {
            id: disc

            anchors.verticalCenter: parent.verticalCenter
            size: Theme.mm(root.kind === Theme.State ? 26.8 : 20.9)
            visible: root.icon === "done"
        }

        Icon {
            id: picture

            anchors.verticalCenter: parent.verticalCenter
            color: Theme.ink
            name: root.icon === "done" ? "" : root.icon
            size: Theme.mm(Theme.landscape ? 20.9 : 27.8)
        }

        BalancedText {
            anchors.verticalCenter: parent.verticalCenter
            heading: true
            kind: root.kind
            room: parent.width - (picture.visible ? picture.width + parent.spacing : 0) - (disc.visible ? disc.width + parent.spacing : 0)
            words: root.title
        }
    }

    BalancedText {
        color: root.leadColor
        font.bold: false
        kind: root.leadKind
        room: Theme.measure(kind, parent.width)
        words: root.lead
    }
}
