pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// Keys in rows, parted by "row" among the keys; words on the function keys. The blank takes what
// the other keys of its row leave.
Column {
    id: root

    property string clearText: ""
    property string deleteText: ""
    readonly property int gap: Theme.mm(Theme.elderly ? 3.6 : 2.8)
    property int keyHeight: Theme.mm(Theme.elderly ? 26 : 22.8)
    property list<string> keys: []
    readonly property list<string> lines: keys.length > 0 ? keys.join(" ").split(" row ") : []
    readonly property int most: lines.reduce((n, line) => Math.max(n, line.split(" ").length), 1)
    property string spaceText: ""
    readonly property int unit: Math.floor((width - (most - 1) * gap) / most)

    signal pressed(string key)

    function wide(key: string, line: list<string>): int {
        const word = Math.round(unit * 2.5);
        if (key === "space")
            return width - (line.length - 1) * (word + gap);
        return key.length > 1 ? word : unit;
    }

    function word(key: string): string {
        return key === "clear" ? clearText : key === "delete" ? deleteText : key === "space" ? spaceText : key;
    }

    spacing: gap

    Repeater {
        model: root.lines

        Row {
            id: line

            readonly property list<string> has: modelData.split(" ")
            required property string modelData

            spacing: root.gap
            x: Math.round((root.width - width) / 2)

            Repeater {
                model: line.has

                KeyCap {
                    required property string modelData

                    height: root.keyHeight
                    icon: modelData === "delete" ? "backspace" : ""
                    name: root.word(modelData)
                    text: root.word(modelData)
                    width: root.wide(modelData, line.has)
                    works: modelData.length > 1

                    onActed: root.pressed(modelData)
                }
            }
        }
    }
}
