pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// Sections of rows, each under its heading and rule.
Column {
    id: root

    property alias model: sections.model
    property int squeeze: 0
    // All sections, or only those with a title, or those without
    property bool titled: true
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
        required property QtObject rows
        required property string title

        visible: title !== "" ? root.titled : root.untitled
        width: root.width

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

                last: index === rows.count - 1
                squeeze: root.squeeze
                width: section.width

                onActed: root.pressed(actId)
            }
        }
    }
}
