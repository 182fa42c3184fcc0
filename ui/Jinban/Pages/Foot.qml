pragma ComponentBehavior: Bound
import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// What stands right above the action row: the keypad and the notice.
Column {
    id: root

    readonly property int keyGap: Theme.elderly ? Theme.gap : Theme.s2
    required property PageVM page
    property int room: 100000
    property int squeeze: 0

    spacing: Theme.mm([6, 5, 4, 3.2][squeeze])

    Loader {
        active: root.page.field.present
        visible: active
        width: root.width

        sourceComponent: Keypad {
            clearText: root.page.field.clearText
            deleteText: root.page.field.deleteText
            keyHeight: Math.min(Theme.mm(Theme.elderly ? 35.7 : 27.8), Math.floor((root.room - 3 * root.keyGap) / 4))
            keys: root.page.field.keys

            onPressed: key => App.key(key)
        }
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
