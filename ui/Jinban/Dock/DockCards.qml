pragma ComponentBehavior: Bound
import QtQuick

// The sample cards for one reader, and taking away what is there.
Column {
    id: root

    required property var cards
    required property string none
    required property string title

    signal acted(string name)

    spacing: 8
    visible: cards.length > 0

    DockHead {
        text: root.title
        width: root.width
    }

    Flow {
        spacing: 8
        width: root.width

        Repeater {
            model: root.cards

            DockButton {
                required property string modelData

                text: modelData

                onActed: root.acted(modelData)
            }
        }

        DockButton {
            text: root.none

            onActed: root.acted("none")
        }
    }
}
