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
    // Facts and QR code are drawn by the page itself
    property bool plain: false
    readonly property bool rest: only === "" || only === "rest"
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
        }
    }

    Part {
        wanted: root.rest && root.page.choiceCount > 0

        sourceComponent: Grid {
            id: choices

            readonly property int longest: Array.from(children).reduce((most, card) => Math.max(most, card.title?.length ?? 0), 0)
            // Cards side by side are equally high
            readonly property int tallest: columns > 1 ? Array.from(children).reduce((most, card) => Math.max(most, card.implicitHeight), 0) : 0

            // A long list of short words stands in two columns
            columns: root.page.choiceCount > 5 || Theme.landscape && Theme.elderly && root.page.choiceCount > 3 && root.page.screen === "choose" && longest < (App.lang === "en" ? 18 : 9) ? 2 : 1
            spacing: Theme.mm((Theme.elderly ? [6, 5, 4, 3.3] : [8, 6, 4, 3])[root.squeeze])

            Repeater {
                model: root.page.choices

                ChoiceCard {
                    required actIcon
                    required property string actId
                    required actText
                    required property string choiceId
                    required chosen
                    required details
                    required icon
                    required lines
                    required title

                    height: Math.max(implicitHeight, choices.tallest)
                    name: title
                    narrow: choices.columns > 1
                    squeeze: root.squeeze
                    width: Math.floor((root.width - (choices.columns - 1) * choices.spacing) / choices.columns)

                    onActed: App.choose(choiceId)
                    onChanged: App.press(actId)
                }
            }
        }
    }

    Part {
        wanted: root.page.sectionCount > 0 && (root.page.field.present ? root.first : root.rest)

        sourceComponent: SectionList {
            model: root.page.sections
            squeeze: root.squeeze
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
