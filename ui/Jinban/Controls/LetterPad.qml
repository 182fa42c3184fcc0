pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// Digits and capital letters in the order of a keyboard; "row" in `keys` ends a row. All letters
// are equally wide, and the function keys take what their row has left.
Column {
    id: root

    property string clearText: ""
    property string deleteText: ""
    readonly property int gap: Theme.mm(Theme.elderly ? 3.3 : 3)
    property int keyHeight: Theme.mm(22.8)
    readonly property int keyWidth: Math.floor((width - 9 * gap) / 10)
    property list<string> keys: []
    readonly property list<string> lines: keys.join(" ").split(" row ")

    signal pressed(string key)

    spacing: gap

    Repeater {
        model: root.lines

        Row {
            id: line

            readonly property int extra: works > 0 ? Math.floor((root.width - letters * (root.keyWidth + root.gap) - (works - 1) * root.gap) / works) : 0
            readonly property list<string> has: modelData.split(" ")
            readonly property int letters: has.length - works
            required property string modelData
            readonly property int works: has.filter(key => key.length > 1).length

            spacing: root.gap
            x: works > 0 ? 0 : Math.round((root.width - width) / 2)

            Repeater {
                model: line.has

                KeyCap {
                    required property string modelData

                    height: root.keyHeight
                    icon: modelData === "delete" ? "backspace" : ""
                    name: text
                    text: modelData === "clear" ? root.clearText : modelData === "delete" ? root.deleteText : modelData
                    width: works ? Math.min(line.extra, 3 * root.keyWidth) : root.keyWidth
                    works: modelData.length > 1

                    onActed: root.pressed(modelData)
                }
            }
        }
    }
}
