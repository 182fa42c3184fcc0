pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// Up to three facts side by side, each as wide as its words ask; below each other where too wide.
Grid {
    id: root

    readonly property bool across: (!Theme.elderly || Theme.landscape) && !bigLast && naturals <= room * 1.7
    property bool bigLast: false
    property int figures: 0
    property int longest: 0
    property alias model: facts.model
    property int naturals: 0
    readonly property int room: width - (facts.count - 1) * columnSpacing

    // Where room is scarce the figures are set smaller
    property int squeeze: 0

    // Figures stay whole where they fit; lines below them wrap
    function share(natural: int, figure: int): int {
        if (naturals <= room)
            return natural + (room - naturals) / facts.count;
        if (figures > room || naturals === figures)
            return room * natural / naturals;
        return figure + (room - figures) * (natural - figure) / (naturals - figures);
    }

    function tally(): void {
        let sum = 0;
        let plain = 0;
        let most = 0;
        for (let n = 0; n < facts.count; n++) {
            const fact = facts.itemAt(n) as FactColumn;
            sum += fact?.natural ?? 0;
            plain += fact?.figureNatural ?? 0;
            most = Math.max(most, fact?.figure.length ?? 0);
        }
        naturals = sum;
        figures = plain;
        longest = most;
    }

    columnSpacing: Theme.s4
    columns: across ? Math.max(1, facts.count) : 1
    rowSpacing: Theme.s4

    Repeater {
        id: facts

        delegate: FactColumn {
            required figure
            required property int index
            required label
            required note

            big: root.bigLast && root.squeeze < 3 && index === facts.count - 1 && facts.count > 1 && figure.length <= 12
            ruled: !root.bigLast
            small: Theme.elderly && (root.squeeze > 2 || root.across && facts.count > 1 && root.longest > 8)
            width: root.across ? root.share(natural, figureNatural) : root.width

            onFigureNaturalChanged: root.tally()
            onNaturalChanged: root.tally()
        }

        onCountChanged: root.tally()
    }
}
