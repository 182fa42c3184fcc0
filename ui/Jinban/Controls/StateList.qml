pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// What works today: icon and words on the left, the state on the right with its own mark.
Column {
    id: root

    property alias model: sections.model

    Repeater {
        id: sections

        delegate: Column {
            id: section

            required property QtObject rows
            required property string title

            width: root.width

            SectionHead {
                title: section.title
                width: parent.width
            }

            Repeater {
                model: section.rows

                delegate: StateRow {}
            }
        }
    }

    component StateRow: Item {
        id: line

        required property string label
        required property string mark
        readonly property bool marked: sign !== ""
        required property string note
        readonly property string picture: mark
        readonly property string sign: note === "alert" ? "alert-triangle" : note !== "" ? note : status
        required property string status
        required property string value

        implicitHeight: Math.max(Theme.mm(22.8), words.height, word.height) + Theme.hair
        width: root.width

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: line.picture
            size: Theme.mm(11.9)
        }

        AppText {
            id: words

            anchors.left: parent.left
            anchors.leftMargin: line.picture === "" ? 0 : Theme.mm(20.8)
            anchors.right: signs.left
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            text: line.label
        }

        Item {
            id: signs

            anchors.right: word.left
            anchors.rightMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            height: Theme.mm(10)
            width: line.marked ? Theme.mm(10) : 0

            TickDisc {
                size: Theme.mm(10)
                visible: line.sign === "done"
            }

            Icon {
                color: Theme.ink
                name: line.marked && line.sign !== "done" ? line.sign : ""
                size: Theme.mm(10)
            }
        }

        AppText {
            id: word

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            font.bold: true
            text: line.value
            width: Math.min(implicitWidth, Math.max(line.width * 0.4, line.width - words.implicitWidth - Theme.mm(44)))
        }

        Rectangle {
            anchors.bottom: parent.bottom
            color: Theme.rule
            height: Theme.hair
            width: parent.width
        }
    }
}
