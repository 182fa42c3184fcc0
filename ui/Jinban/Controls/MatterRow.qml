import QtQuick
import Jinban.Theme

// A matter to choose: what people call it over its official name; at the right whether it can
// be done here, over how long it takes and what to bring.
Press {
    id: root

    readonly property string detail: note.split("\n")[1] ?? ""
    property string label: ""
    property bool last: false
    property string mark: ""
    property string note: ""
    readonly property string place: note.split("\n")[0]
    readonly property int rightWidth: Math.min(Math.ceil(Math.max(placeWide.advanceWidth + picture.size + Theme.s1, detailWide.advanceWidth)) + 2, Math.round(width * 0.45))
    property int squeeze: 0
    property string value: ""

    implicitHeight: Math.max(Theme.mm([29, 25, 24, 22, 20][squeeze]), Math.max(nameText.height + (labelText.visible ? labelText.height : 0), placeText.height + detailText.height) + Theme.mm([8, 6, 4.5, 3.2, 2][squeeze]))
    ringRadius: 0

    TextMetrics {
        id: placeWide

        font: placeText.font
        text: root.place
    }

    TextMetrics {
        id: detailWide

        font: detailText.font
        text: root.detail
    }

    Rectangle {
        anchors.bottomMargin: Theme.hair
        anchors.fill: parent
        color: root.down ? Theme.tint2 : Theme.ground
    }

    Column {
        id: names

        anchors.verticalCenter: parent.verticalCenter
        width: facts.x - Theme.s2

        BalancedText {
            id: nameText

            Accessible.ignored: true
            font.bold: true
            kind: Theme.Value
            lineHeight: Math.round(pixels * 1.25)
            room: parent.width
            words: root.value
        }

        AppText {
            id: labelText

            Accessible.ignored: true
            color: Theme.ink2
            kind: Theme.Caption
            lineHeight: Math.round(pixels * 1.25)
            text: root.squeeze > 3 ? "" : root.label
            width: parent.width
        }
    }

    Column {
        id: facts

        anchors.verticalCenter: parent.verticalCenter
        width: root.rightWidth
        x: root.width - Theme.mm(15) - width

        Row {
            anchors.right: parent.right
            spacing: Theme.s1

            Icon {
                id: picture

                anchors.verticalCenter: parent.verticalCenter
                name: root.mark
                size: Theme.mm(8)
            }

            AppText {
                id: placeText

                Accessible.ignored: true
                font.bold: true
                lineHeight: Math.round(pixels * 1.35)
                text: root.place
                wrapMode: Text.NoWrap
            }
        }

        AppText {
            id: detailText

            Accessible.ignored: true
            color: Theme.ink2
            horizontalAlignment: Text.AlignRight
            kind: Theme.Caption
            lineHeight: Math.round(pixels * 1.25)
            text: root.detail
            width: parent.width
        }
    }

    Icon {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.ink
        name: "chevron-right"
        size: Theme.mm(10.9)
    }
}
