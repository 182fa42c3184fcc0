pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// Up to three facts side by side, each as wide as its words ask; below each other where too wide.
Grid {
    id: root

    readonly property bool across: !Theme.elderly && !bigLast && naturals <= room * 1.25
    property bool bigLast: false
    property alias model: facts.model
    property int naturals: 0
    readonly property int room: width - (facts.count - 1) * columnSpacing

    function tally(): void {
        let sum = 0;
        for (let n = 0; n < facts.count; n++)
            sum += (facts.itemAt(n) as FactColumn)?.natural ?? 0;
        naturals = sum;
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

            big: root.bigLast && index === facts.count - 1 && facts.count > 1 && figure.length <= 12
            ruled: !root.bigLast
            width: !root.across ? root.width : root.naturals <= root.room ? natural + (root.room - root.naturals) / facts.count : root.room * natural / root.naturals

            onNaturalChanged: root.tally()
        }

        onCountChanged: root.tally()
    }
}
