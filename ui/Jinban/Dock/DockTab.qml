import QtQuick
import Jinban.DockApp

// A device among the others: its role and its state.
Rectangle {
    id: root

    readonly property bool chosen: dock.shown === modelData
    required property DockVM dock
    required property string modelData
    property string now: ""

    function look(): void {
        now = dock.stateOf(modelData);
    }

    Accessible.name: modelData
    Accessible.role: Accessible.PageTab
    activeFocusOnTab: true
    border.color: activeFocus ? "#0E1A1E" : "#004858"
    border.width: activeFocus ? 3 : 1
    color: chosen ? "#004858" : "#FFFFFF"
    implicitHeight: 48
    radius: 4

    Accessible.onPressAction: dock.show(modelData)
    Component.onCompleted: look()
    Keys.onEnterPressed: dock.show(modelData)
    Keys.onReturnPressed: dock.show(modelData)
    Keys.onSpacePressed: dock.show(modelData)

    Connections {
        function onChanged(): void {
            root.look();
        }

        target: root.dock
    }

    Column {
        anchors.left: parent.left
        anchors.leftMargin: 10
        anchors.right: parent.right
        anchors.rightMargin: 6
        anchors.verticalCenter: parent.verticalCenter

        Text {
            Accessible.ignored: true
            color: root.chosen ? "#FFFFFF" : "#004858"
            elide: Text.ElideRight
            font.family: "Noto Sans CJK SC"
            font.pixelSize: 15
            text: root.modelData
            width: parent.width
        }

        Text {
            Accessible.name: text
            Accessible.role: Accessible.StaticText
            color: root.chosen ? "#FFFFFF" : root.now === "ready" ? "#4F6B73" : "#8A3B00"
            elide: Text.ElideRight
            font.bold: root.now !== "ready"
            font.family: "Noto Sans CJK SC"
            font.pixelSize: 12
            text: root.now
            width: parent.width
        }
    }

    MouseArea {
        anchors.fill: parent

        onClicked: root.dock.show(root.modelData)
    }
}
