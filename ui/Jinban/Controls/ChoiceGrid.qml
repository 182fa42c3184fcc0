pragma ComponentBehavior: Bound
import QtQuick
import Jinban.App
import Jinban.Theme

// What can be chosen, in one column or, where the words are short, in two.
Grid {
    id: root

    // A long list of short words stands in two columns
    readonly property bool brief: Theme.landscape && Theme.elderly && page.choiceCount > 3 && page.screen === "choose" && longest < (App.lang === "en" ? 18 : 9)
    readonly property int longest: Array.from(children).reduce((most, card) => Math.max(most, card.title?.length ?? 0), 0)
    required property PageVM page
    property int squeeze: 0
    // Cards side by side are equally high
    readonly property int tallest: columns > 1 ? Array.from(children).reduce((most, card) => Math.max(most, card.implicitHeight), 0) : 0

    columns: page.choiceCount > 5 || brief ? 2 : 1
    spacing: Theme.mm((Theme.elderly ? [6, 5, 4, 3.3] : [8, 6, 4, 3])[squeeze])

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

            height: Math.max(implicitHeight, root.tallest)
            name: title
            narrow: root.columns > 1
            squeeze: root.squeeze
            width: Math.floor((root.width - (root.columns - 1) * root.spacing) / root.columns)

            onActed: App.choose(choiceId)
            onChanged: App.press(actId)
        }
    }
}
