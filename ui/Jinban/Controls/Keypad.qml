pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// Digits three in a row; the last row holds the function keys, the nought and, where asked, X.
Column {
    id: root

    property string clearText: ""
    property string deleteText: ""
    readonly property int gap: Theme.elderly ? Theme.gap : Theme.s2
    property int keyHeight: Theme.mm(Theme.elderly ? 35.7 : 27.8)
    property list<string> keys: []
    readonly property list<string> lastKeys: ["clear", "0", "X", "delete"].filter(key => keys.includes(key))

    signal pressed(string key)

    spacing: gap

    Line {
        has: ["1", "2", "3"]
    }

    Line {
        has: ["4", "5", "6"]
    }

    Line {
        has: ["7", "8", "9"]
    }

    Line {
        has: root.lastKeys
    }

    component Line: Row {
        id: line

        required property list<string> has

        spacing: root.gap

        Repeater {
            model: line.has

            KeyCap {
                required property string modelData

                height: root.keyHeight
                icon: modelData === "delete" ? "backspace" : ""
                name: text
                text: modelData === "clear" ? root.clearText : modelData === "delete" ? root.deleteText : modelData
                width: (root.width - (line.has.length - 1) * root.gap) / line.has.length * (line.has.length < 4 ? 1 : works ? 1.25 : 0.75)
                works: modelData.length > 1

                onActed: root.pressed(modelData)
            }
        }
    }
}
