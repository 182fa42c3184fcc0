pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// Digits three in a row; the last row holds the function keys, the nought and, where asked, X.
// Keys that are words stand above.
Column {
    id: root

    property string clearText: ""
    property string deleteText: ""
    readonly property int gap: Theme.elderly ? Theme.gap : Theme.s2
    property int keyHeight: Theme.mm(Theme.elderly ? 35.7 : 27.8)
    property list<string> keys: []
    readonly property list<string> lastKeys: ["clear", "0", "X", "delete"].filter(key => keys.includes(key))
    readonly property int lines: wordKeys.length > 0 ? 5 : 4
    readonly property list<string> wordKeys: keys.filter(key => !"1234567890X".includes(key) && !["clear", "delete"].includes(key))
    // What stands on those keys, in their order
    property list<string> words: []

    signal pressed(string key)

    // A key with a word is as wide as its word asks, the smallest wide enough for a finger
    function wide(word: int): int {
        const least = Theme.mm(Theme.elderly ? 20.1 : 16);
        const long = words.map(text => Math.max(1, text.length * (/[a-z]/.test(text) ? 0.6 : 1)));
        const all = long.reduce((sum, n) => sum + n, 0);
        return least + Math.floor((width - (long.length - 1) * gap - long.length * least) * long[word] / all);
    }

    spacing: gap

    Line {
        has: root.wordKeys
        visible: root.wordKeys.length > 0
    }

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
                readonly property int word: root.wordKeys.indexOf(modelData)

                height: root.keyHeight
                icon: modelData === "delete" ? "backspace" : ""
                name: text
                text: modelData === "clear" ? root.clearText : modelData === "delete" ? root.deleteText : word < 0 ? modelData : root.words[word] ?? modelData
                width: word >= 0 ? root.wide(word) : (root.width - (line.has.length - 1) * root.gap) / line.has.length * (line.has.length !== 4 ? 1 : works ? 1.25 : 0.75)
                works: modelData.length > 1 || word >= 0

                onActed: root.pressed(modelData)
            }
        }
    }
}
