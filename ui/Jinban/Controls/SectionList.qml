pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// Sections of rows, each under its heading and rule.
Column {
    id: root

    // Sections from this one on, up to and without that one
    property int from: 0
    property alias model: sections.model
    property bool paired: false
    property int squeeze: 0
    // All sections, or only those with a title, or those without
    property bool titled: true
    property int until: 1000
    property bool untitled: true

    signal pressed(string id)

    spacing: Theme.mm([12, 8, 5, 3][squeeze])

    Repeater {
        id: sections

        delegate: Section {}
    }

    component Section: Column {
        id: section

        required property string actIcon
        required property string actId
        required property string actName
        required property string actText
        required property bool done
        required property int index
        // A long list of ways stands in two columns on the wide glass
        readonly property bool paired: Theme.landscape && ways > 5 && ways === rows.count
        required property QtObject rows
        required property string title
        property int ways: 0

        visible: index >= root.from && index < root.until && (title !== "" ? root.titled : root.untitled)
        width: root.width

        onPairedChanged: root.paired = paired

        SectionHead {
            actIcon: section.actIcon
            actName: section.actName
            actText: section.actText
            done: section.done
            squeeze: root.squeeze
            title: section.title
            width: parent.width

            onActed: root.pressed(section.actId)
        }

        Grid {
            id: grid

            readonly property int tallest: section.paired ? Array.from(children).reduce((most, row) => Math.max(most, row.implicitHeight), 0) : 0

            columnSpacing: Theme.s6
            columns: section.paired ? 2 : 1

            Repeater {
                id: rows

                model: section.rows

                delegate: ListRow {
                    required actIcon
                    required property string actId
                    required actName
                    required actText
                    required property int index
                    required label
                    required mark
                    required note
                    required strong
                    required value
                    required whole

                    height: Math.max(implicitHeight, grid.tallest)
                    last: Math.floor(index / grid.columns) === Math.floor((rows.count - 1) / grid.columns)
                    squeeze: root.squeeze
                    width: Math.floor((section.width - (grid.columns - 1) * grid.columnSpacing) / grid.columns)

                    Component.onCompleted: if (whole)
                        section.ways += 1
                    Component.onDestruction: if (whole)
                        section.ways -= 1
                    onActed: root.pressed(actId)
                }
            }
        }
    }
}
