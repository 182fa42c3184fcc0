pragma ComponentBehavior: Bound
import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// What would you like to do: one big way in and a few tiles.
PageBase {
    id: root

    // Without the big way in, the head stands above the tiles in landscape too
    readonly property bool beside: Theme.landscape && hero
    readonly property int gap: Theme.elderly ? Theme.gap : Theme.s2
    readonly property bool hero: page.main.present
    readonly property int room: height - tilesTop - Theme.s6 - (quiet.visible ? quiet.height + Theme.s3 : 0)
    readonly property bool searched: hero && page.other.present
    readonly property int tileColumns: !Theme.landscape ? 2 : hero ? (page.tileCount > 6 ? 4 : page.tileCount > 4 ? 3 : 2) : page.tileCount > 4 ? 3 : Math.max(2, page.tileCount)
    readonly property int tileRows: Math.ceil(page.tileCount / tileColumns)
    readonly property int tilesTop: beside ? headTop : (searched ? searchBox.y + searchBox.height : hero ? heroTile.y + heroTile.height : head.y + head.height) + (searched ? Theme.s4 + Theme.s1 : Theme.s6)
    readonly property int tilesWidth: width - margin - tilesX
    readonly property int tilesX: beside ? rightX : margin

    PageHead {
        id: head

        kind: Theme.First
        lead: root.page.lead
        title: root.page.title
        width: root.beside ? root.leftWidth : root.width - 2 * root.margin
        x: root.margin
        y: root.headTop
    }

    HeroTile {
        id: heroTile

        height: Theme.landscape ? Math.min(Theme.mm(112), root.height - y - Theme.s6 - (root.searched ? searchBox.height + Theme.s2 : 0)) : Theme.mm(69)
        icon: root.page.main.icon
        name: root.page.main.name
        note: root.page.main.note
        text: root.page.main.text
        visible: root.hero
        width: root.leftWidth
        x: root.margin
        y: head.y + head.height + Theme.mm(Theme.landscape ? 7 : 11)

        onActed: App.press(root.page.main.actId)
    }

    SearchBox {
        id: searchBox

        name: root.page.other.name
        text: root.page.other.text
        visible: root.searched
        width: root.leftWidth
        x: root.margin
        y: heroTile.y + heroTile.height + (Theme.landscape ? Theme.s2 : Theme.s3)

        onActed: App.press(root.page.other.actId)
    }

    Flow {
        id: grid

        spacing: root.gap
        width: root.tilesWidth
        x: root.tilesX
        y: root.tilesTop

        Repeater {
            model: root.page.tiles

            Tile {
                required property string actId
                required icon
                required property int index
                required name
                required note
                required text

                height: Math.min(Theme.mm(Theme.elderly ? 99 : Theme.landscape ? 86 : 50), Math.floor((root.room - (root.tileRows - 1) * root.gap) / root.tileRows))
                strong: icon === "users"
                // The last one of an odd number takes the whole row
                width: index === root.page.tileCount - 1 && root.tileColumns === 2 && index % 2 === 0 ? root.tilesWidth : Math.floor((root.tilesWidth - (root.tileColumns - 1) * root.gap) / root.tileColumns)

                onActed: App.press(actId)
            }
        }
    }

    SectionList {
        id: quiet

        model: root.page.sections
        visible: root.page.sectionCount > 0
        width: root.tilesWidth
        x: root.tilesX
        y: root.page.tileCount > 0 ? grid.y + grid.height + Theme.s3 : root.tilesTop

        onPressed: id => App.press(id)
    }
}
