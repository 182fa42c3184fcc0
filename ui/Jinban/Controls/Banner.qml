pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// What is safe, in one bold line, then the facts.
Rectangle {
    id: root

    property string first: ""
    property list<string> lines: []

    color: Theme.tint
    implicitHeight: words.height + 2 * Theme.mm(9)

    Rectangle {
        color: Theme.accent
        height: parent.height
        width: Theme.mm(4)
    }
    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(16)
        anchors.right: parent.right
        anchors.rightMargin: Theme.s4
        y: Theme.mm(9)

        AppText {
            kind: Theme.Banner
            text: root.first
            width: parent.width
        }
        Repeater {
            model: root.lines

            AppText {
                required property string modelData

                font.bold: false
                kind: Theme.Value
                lineHeight: Math.round(pixels * 1.55)
                text: modelData
                width: parent.width
            }
        }
    }
}
