pragma ComponentBehavior: Bound
import QtQuick
import Jinban.DockApp

// One thing that people do with the device: its values as buttons, and a line for any other.
Column {
    id: root

    property list<string> choices: []
    required property DockVM dock
    required property string modelData
    property string now: ""
    property bool open: false

    function look(): void {
        open = dock.takesText(modelData);
        const found = dock.choicesOf(modelData);
        if (found.length !== choices.length || found.join("\n") !== choices.join("\n"))
            choices = found;
        now = found.find(choice => dock.isNow(modelData, choice)) ?? "";
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
        text: root.dock.text("dock.do_" + root.modelData)
        visible: root.choices.length > 1 || root.open
        width: root.width
    }

    Flow {
        spacing: 8
        visible: root.choices.length > 0
        width: root.width

        Repeater {
            model: root.choices

            DockButton {
                required property string modelData

                on: modelData !== "" && modelData === root.now
                text: root.dock.nameOf(root.modelData, modelData)

                onActed: root.dock.act(root.modelData, modelData)
            }
        }
    }

    DockEntry {
        label: root.dock.text("dock.do_" + root.modelData)
        send: root.dock.text("dock.send")
        visible: root.open
        width: root.width

        onSent: text => {
            if (text !== "")
                root.dock.act(root.modelData, text);
        }
    }
}
