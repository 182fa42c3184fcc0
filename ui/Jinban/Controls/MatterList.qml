pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// A heading with matters below it, in one column or two; rows that are other ways on stand as
// any list has them.
Column {
    id: root

    property int columns: 1
    property alias model: sections.model
    property int squeeze: 0

    signal pressed(string id)

    // Positioners wait for the next frame; who measures the list does not
    function relayout(): void {
        for (let n = 0; n < sections.count; n++)
            (sections.itemAt(n) as Section)?.relayout();
        forceLayout();
    }

    spacing: Theme.s4

    Repeater {
        id: sections

        Section {}
    }

    component Line: Item {
        id: line

        required property string actId
        required property string actName
        required property string actText
        required property int index
        required property string label
        property bool last: false
        required property string mark
        required property string note
        required property string value

        implicitHeight: label !== "" ? matter.implicitHeight + Theme.mm(2.8) : Math.max(plain.implicitHeight, root.squeeze === 0 && Theme.elderly && !Theme.landscape ? Theme.mm(52) : 0)

        MatterRow {
            id: matter

            height: line.height - Theme.mm(2.8)
            label: line.label
            mark: line.mark
            name: line.actName
            note: line.note
            squeeze: root.squeeze
            value: line.value
            visible: line.label !== ""
            width: parent.width
            y: Theme.mm(1.4)

            onActed: root.pressed(line.actId)
        }

        ListRow {
            id: plain

            actName: line.actName
            height: line.height
            last: true
            mark: line.mark
            note: root.squeeze > 3 ? "" : line.note
            squeeze: Math.min(3, root.squeeze)
            value: line.value
            visible: line.label === ""
            whole: true
            width: parent.width

            onActed: root.pressed(line.actId)
        }

        Rectangle {
            anchors.bottom: parent.bottom
            color: Theme.rule
            height: Theme.hair
            visible: !line.last
            width: parent.width
        }
    }
    component Section: Column {
        id: section

        required property string actIcon
        required property string actId
        required property string actName
        required property string actText
        required property QtObject rows
        required property string title

        function relayout(): void {
            grid.measure();
            grid.forceLayout();
            forceLayout();
        }

        width: root.width

        SectionHead {
            actIcon: section.actIcon
            actName: section.actName
            actText: section.actText
            squeeze: Math.min(3, root.squeeze)
            title: section.title
            width: parent.width

            onActed: root.pressed(section.actId)
        }

        Grid {
            id: grid

            readonly property int each: Math.ceil(lines.count / root.columns)
            // Side by side all are as high as the highest, so that their rules meet
            property int tallest: 0

            function measure(): void {
                let most = 0;
                for (let n = 0; n < lines.count; n++)
                    most = Math.max(most, lines.itemAt(n)?.implicitHeight ?? 0);
                tallest = most;
            }

            columnSpacing: Theme.s6
            flow: Grid.TopToBottom
            rows: Math.max(1, each)

            Repeater {
                id: lines

                model: section.rows

                delegate: Line {
                    height: root.columns > 1 ? Math.max(grid.tallest, implicitHeight) : implicitHeight
                    last: index % grid.each === grid.each - 1 || index === lines.count - 1
                    width: Math.floor((section.width - (root.columns - 1) * grid.columnSpacing) / root.columns)

                    onImplicitHeightChanged: grid.measure()
                }
            }
        }
    }
}
