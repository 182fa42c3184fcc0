import QtQuick
import Jinban.Theme

// Word and icon in the middle of a button; the word takes a second line where one is too short.
Item {
    id: root

    property string after: ""
    property string before: ""
    property color color: Theme.ink
    readonly property int iconGap: Math.round(Theme.px(kind) * 0.55)
    readonly property int iconSize: Math.round(Theme.px(kind) * 0.95)
    readonly property int icons: (before !== "" ? iconSize + iconGap : 0) + (after !== "" ? iconSize + iconGap : 0)
    property int kind: Theme.Button
    readonly property int natural: wordWidth + icons + 2 * padding + 2
    property int padding: Theme.s6
    property string text: ""
    readonly property int wordWidth: Math.ceil(measured.advanceWidth)

    TextMetrics {
        id: measured

        font: label.font
        text: root.text
    }

    Row {
        anchors.centerIn: parent
        spacing: root.iconGap

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            color: root.color
            name: root.before
            size: root.iconSize
        }

        AppText {
            id: label

            Accessible.ignored: true
            anchors.verticalCenter: parent.verticalCenter
            color: root.color
            font.bold: true
            horizontalAlignment: implicitWidth > width ? Text.AlignHCenter : Text.AlignLeft
            kind: root.kind
            text: root.text
            width: Math.min(root.wordWidth + 2, root.width - root.icons - Math.min(2 * root.padding, Theme.s4))
        }

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            color: root.color
            name: root.after
            size: root.iconSize
        }
    }
}
