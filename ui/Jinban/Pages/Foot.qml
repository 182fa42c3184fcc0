pragma ComponentBehavior: Bound
import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// What stands right above the action row: the keypad, rows that belong to it, the notice.
Column {
    id: root

    readonly property int keyGap: Theme.elderly ? Theme.gap : Theme.s2
    readonly property bool letters: page.field.keys.includes("row")
    property bool list: false
    required property PageVM page
    property int room: 100000
    property int squeeze: 0

    spacing: Theme.mm([6, 5, 4, 3.2][squeeze])

    Loader {
        active: root.page.field.present && root.letters
        visible: active
        width: root.width

        sourceComponent: Keyboard {
            clearText: root.page.field.clearText
            deleteText: root.page.field.deleteText
            keyHeight: Math.max(Theme.mm(Theme.elderly ? 16.2 : 16), Math.min(Theme.mm(Theme.elderly ? 26 : 22.8), Math.floor((root.room - (lines.length - 1) * gap) / lines.length)))
            keys: root.page.field.keys

            onPressed: key => App.key(key)
        }
    }

    Loader {
        active: root.page.field.present && !root.letters
        visible: active
        width: root.width

        sourceComponent: Keypad {
            clearText: root.page.field.clearText
            deleteText: root.page.field.deleteText
            keyHeight: Math.max(Theme.mm(Theme.elderly ? 20.1 : 16), Math.min(Theme.mm(Theme.elderly ? 35.7 : 27.8), Math.floor((root.room - (more.visible ? more.height + root.spacing : 0) - (lines - 1) * root.keyGap) / lines)))
            keys: root.page.field.keys
            words: root.page.field.keyWords

            onPressed: key => App.key(key)
        }
    }

    SectionList {
        id: more

        model: root.page.sections
        squeeze: root.squeeze
        titled: false
        visible: root.list
        width: root.width

        onPressed: id => App.press(id)
    }

    Loader {
        active: root.page.notice !== ""
        visible: active
        width: root.width

        sourceComponent: NoticeBand {
            actName: root.page.noticeAct.name
            actText: root.page.noticeAct.text
            text: root.page.notice

            onActed: App.press(root.page.noticeAct.actId)
        }
    }
}
