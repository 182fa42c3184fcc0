pragma ComponentBehavior: Bound
import QtQuick
import Jinban.DockApp

// The device that is shown: what people do with it, and each way in which it can fail.
Column {
    id: root

    required property DockVM dock

    spacing: 14

    Text {
        Accessible.name: text
        Accessible.role: Accessible.StaticText
        color: "#4F6B73"
        font.family: "Noto Sans CJK SC"
        font.pixelSize: 13
        text: root.dock.facts
        visible: text !== ""
        width: root.width
        wrapMode: Text.Wrap
    }

    Repeater {
        model: root.dock.hands

        DockHand {
            dock: root.dock
            width: root.width
        }
    }

    DockHead {
        text: root.dock.text("dock.faults")
        width: root.width
    }

    Flow {
        spacing: 8
        width: root.width

        DockButton {
            text: root.dock.text("dock.no_fault")

            onActed: root.dock.strike("none")
        }

        Repeater {
            model: root.dock.faults

            DockButton {
                required property string modelData

                on: root.dock.fault === modelData
                text: modelData

                onActed: root.dock.strike(modelData)
            }
        }
    }
}
