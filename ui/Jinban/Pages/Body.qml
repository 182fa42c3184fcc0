pragma ComponentBehavior: Bound
import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// The parts of a page in reading order, one under the other. `only` picks the parts of one
// column in landscape: "head", "rest" or "ticks"; empty takes all.
Column {
    id: root

    // Beside a list, facts and statements to tick stand under the head
    readonly property bool beside: Theme.landscape && (page.sectionCount > 0 || page.choiceCount > 0)
    property int bleed: 0
    readonly property bool factsHere: only === "" || (beside && !Theme.elderly ? only === "head" : only === "rest")
    readonly property bool first: only === "" || only === "head"
    property int headKind: (page.icon !== "" || working) && !Theme.landscape ? Theme.First : Theme.Heading
    property bool on: true
    property string only: ""
    required property PageVM page
    // A list stands in two columns
    readonly property bool paired: (list.item as SectionList)?.paired ?? false
    // Facts and QR code are drawn by the page itself
    property bool plain: false
    readonly property bool rest: only === "" || only === "rest"
    // Beside a sign, the first list stands under the sign and the others under the head
    readonly property bool split: beside && !Theme.elderly && page.sign.present && page.sectionCount > 1
    property int squeeze: 0
    readonly property bool ticksHere: only === "" || (beside && !Theme.elderly ? only === "ticks" : only === "rest")
    property bool titledOnly: false
    // On a page with a main action the button itself tells that work is going on
    readonly property bool working: page.busy && !page.main.present

    spacing: Theme.mm([12, 8, 5, 3][squeeze])

    Part {
        wanted: root.first && (root.page.title !== "" || root.page.lead !== "")

        sourceComponent: PageHead {
            icon: root.page.icon || (root.working ? "hourglass" : "")
            kind: root.headKind
            lead: root.page.lead
            over: root.page.over
            title: root.page.title
        }
    }

    Part {
        wanted: root.rest && root.page.banner.present

        sourceComponent: Banner {
            first: root.page.banner.first
            lines: root.page.banner.lines
            squeeze: root.squeeze
        }
    }

    Part {
        wanted: root.rest && root.page.sign.present

        sourceComponent: Item {
            implicitHeight: band.implicitHeight

            SignBand {
                id: band

                height: implicitHeight
                lines: root.page.sign.lines
                margin: Theme.landscape ? Theme.s6 : Theme.s8
                place: root.page.sign.place
                squeeze: root.squeeze
                width: parent.width + 2 * root.bleed
                x: -root.bleed
            }
        }
    }

    Part {
        wanted: root.first && root.page.field.present

        sourceComponent: FieldBox {
            hint: root.page.field.hint
            label: root.page.field.label
            shown: root.page.field.shown
            squeeze: root.squeeze
        }
    }

    Part {
        wanted: root.factsHere && !root.plain && root.page.factCount > 0

        sourceComponent: FactRow {
            model: root.page.facts
            squeeze: root.squeeze
        }
    }

    Part {
        wanted: root.rest && root.page.choiceCount > 0

        sourceComponent: ChoiceGrid {
            page: root.page
            squeeze: root.squeeze
        }
    }

    Part {
        id: list

        wanted: root.page.sectionCount > 0 && (root.split && root.only === "head" || (root.page.field.present ? root.first : root.rest))

        sourceComponent: SectionList {
            from: root.split && root.only === "head" ? 1 : 0
            model: root.page.sections
            squeeze: root.squeeze
            until: root.split && root.only === "rest" ? 1 : 1000
            untitled: !root.titledOnly

            onPressed: id => App.press(id)
        }
    }

    Part {
        wanted: root.ticksHere && root.page.tickCount > 0

        sourceComponent: Column {
            spacing: Theme.mm([6, 5, 4, 3.2][root.squeeze])

            Repeater {
                model: root.page.ticks

                TickBox {
                    required note
                    required text
                    required property string tickId
                    required ticked

                    name: text
                    squeeze: root.squeeze
                    width: root.width

                    onActed: App.tick(tickId)
                }
            }
        }
    }

    Part {
        wanted: root.rest && root.page.stopCount > 0

        sourceComponent: LineMap {
            model: root.page.stops
            squeeze: root.squeeze
            title: root.page.stopsTitle
        }
    }

    Part {
        wanted: root.rest && !root.plain && root.page.qrPath !== ""

        sourceComponent: QrCode {
            modules: root.page.qrSize
            note: root.page.qrNote
            path: root.page.qrPath
        }
    }

    component Part: Loader {
        property bool wanted: false

        active: root.on && wanted
        visible: active
        width: root.width
    }
}
