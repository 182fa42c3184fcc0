pragma ComponentBehavior: Bound
import QtQuick
import Jinban.DockApp

// One device: its state, and a button for each way in which it can fail.
Column {
    id: root

    required property DockVM dock
    property list<string> faults: []
    required property string modelData
    property string now: ""

    function look(): void {
        now = dock.stateOf(modelData);
        faults = dock.faultsOf(modelData);
    }

    spacing: 8

    Component.onCompleted: look()

    Connections {
        function onChanged(): void {
            root.look();
        }

        target: root.dock
    }

    DockHead {
        note: root.now
        text: root.modelData
        width: root.width
    }

    Flow {
        spacing: 8
        width: root.width

        DockButton {
            text: root.dock.text("dock.no_fault")

            onActed: root.dock.fault(root.modelData, "none")
        }

        Repeater {
            model: root.faults

            DockButton {
                required property string modelData

                text: modelData

                onActed: root.dock.fault(root.modelData, modelData)
            }
        }
    }
}
