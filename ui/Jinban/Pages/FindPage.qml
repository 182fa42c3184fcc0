pragma ComponentBehavior: Bound
import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// Looking for a matter: tiles, lists, and the box with its keyboard.
PageBase {
    id: root

    // In landscape the head stands left of what is to be chosen; of a long list, above it
    readonly property bool beside: Theme.landscape && !wide && (typing ? !Theme.elderly : tiled || Theme.elderly)
    readonly property int floor: typing && (!Theme.landscape || Theme.elderly) ? board.y - Theme.s3 : height - Theme.mm(4)
    readonly property int gap: Theme.elderly ? Theme.gap : Theme.mm(3)
    readonly property int headBottom: typing ? box.y + box.height : head.y + head.height
    readonly property int listBottom: listed ? list.y + list.height : 0
    readonly property bool listRight: beside && !typing && !tiled
    readonly property bool listed: page.sectionCount > 0
    readonly property int tileColumns: wide ? 3 : 2
    readonly property int tileHigh: Math.min(Theme.mm(Theme.elderly ? 99 : 50), Math.floor((tileRoom - (tileRows - 1) * gap) / tileRows))
    readonly property int tileRoom: height - tilesTop - Theme.mm(5) - (listed && !beside ? list.height + Theme.s4 : 0)
    readonly property int tileRows: Math.max(1, Math.ceil(page.tileCount / tileColumns))
    readonly property bool tiled: page.tileCount > 0
    readonly property int tilesTop: beside ? headTop : headBottom + Theme.mm(Theme.elderly ? 12 : 10)
    readonly property int tilesWidth: beside ? rightWidth : width - 2 * margin
    readonly property bool typing: page.field.present
    // Six large tiles need the whole width
    readonly property bool wide: Theme.landscape && Theme.elderly && page.tileCount > 4

    function fit(): void {
        list.relayout();
        if (height > 0 && squeeze < 4 && (listBottom > floor || tiled && tileHigh < Theme.mm(Theme.elderly ? 40 : 28))) {
            squeeze += 1;
            settle.restart();
        }
    }

    share: typing ? 0.53 : listed && tiled ? 0.46 : 1 / 3

    onFloorChanged: settle.restart()
    onListBottomChanged: settle.restart()
    onTileHighChanged: settle.restart()

    Timer {
        id: settle

        interval: 0

        onTriggered: root.fit()
    }

    PageHead {
        id: head

        lead: root.page.lead
        title: root.page.title
        visible: !root.typing
        width: root.beside ? root.leftWidth : root.width - 2 * root.margin
        x: root.margin
        y: Math.round(root.headTop * (root.squeeze > 1 && Theme.landscape ? 0.6 : 1))
    }

    SearchField {
        id: box

        height: Theme.mm(Theme.elderly ? (Theme.landscape ? 27 : 33.7) : root.squeeze > 1 ? 22 : 27.8)
        hint: root.page.field.hint
        label: root.page.field.label
        name: root.page.title
        shown: root.page.field.shown
        visible: root.typing
        width: root.beside ? root.leftWidth : root.width - 2 * root.margin
        x: root.margin
        y: Math.round(root.headTop * (root.squeeze > 1 || Theme.elderly && Theme.landscape ? 0.6 : 0.8))
    }

    Grid {
        id: grid

        columnSpacing: root.gap
        columns: root.tileColumns
        rowSpacing: root.gap
        visible: root.tiled
        x: root.beside ? root.rightX : root.margin
        y: root.tilesTop

        Repeater {
            model: root.page.tiles

            Tile {
                required property string actId
                required icon
                required name
                required note
                required text

                height: root.tileHigh
                tall: Theme.elderly && icon !== "" && root.tileHigh > Theme.mm(75)
                width: Math.floor((root.tilesWidth - (root.tileColumns - 1) * root.gap) / root.tileColumns)

                onActed: App.press(actId)
            }
        }
    }

    MatterList {
        id: list

        columns: Theme.landscape && !root.beside ? 2 : 1
        model: root.page.sections
        squeeze: root.squeeze
        visible: root.listed
        width: root.listRight ? root.rightWidth : root.beside ? root.leftWidth : root.width - 2 * root.margin
        x: root.listRight ? root.rightX : root.margin
        y: root.listRight ? root.headTop : root.tiled && !root.beside ? grid.y + grid.height + Theme.s4 : root.headBottom + Theme.mm([8, 6, 4, 3, 3][root.squeeze])

        onPressed: id => App.press(id)
    }

    Loader {
        id: board

        active: root.typing
        height: active ? implicitHeight : 0
        width: root.beside ? root.width - x : root.width
        x: root.beside ? root.rightX - Theme.s4 : 0
        y: root.height - height

        sourceComponent: Rectangle {
            color: Theme.tint
            implicitHeight: keys.height + 2 * Theme.s2

            Rectangle {
                color: Theme.accent
                height: Theme.mm(0.75)
                width: parent.width
            }

            Keyboard {
                id: keys

                clearText: root.page.field.clearText
                deleteText: root.page.field.deleteText
                keyHeight: Theme.landscape ? Math.min(Theme.mm(26), Math.floor((root.height - (root.beside ? 0 : root.headBottom) - Theme.mm(10) - 2 * Theme.s2 - 3 * gap) / 4)) : Theme.mm(Theme.elderly ? 32 : 22.8)
                keys: root.page.field.keys
                spaceText: root.page.field.spaceText
                width: parent.width - 2 * Theme.s1
                x: Theme.s1
                y: Theme.s2

                onPressed: key => App.key(key)
            }
        }
    }
}
