pragma ComponentBehavior: Bound
import QtQuick
import Jinban.DockApp

// The network, the virtual devices, and one of them at a time, for developers and trainers.
Rectangle {
    id: root

    required property DockVM dock
    readonly property int gap: 16

    color: "#FFFFFF"

    Column {
        id: top

        anchors.left: parent.left
        anchors.margins: root.gap
        anchors.right: parent.right
        anchors.top: parent.top
        spacing: 10

        Text {
            Accessible.name: text
            Accessible.role: Accessible.StaticText
            color: "#0E1A1E"
            elide: Text.ElideRight
            font.family: "Noto Sans CJK SC"
            font.pixelSize: 15
            height: 42
            maximumLineCount: 2
            text: root.dock.message
            width: top.width
            wrapMode: Text.Wrap
        }

        DockHead {
            text: root.dock.text("dock.network")
            visible: root.dock.networks.length > 0
            width: top.width
        }

        Row {
            spacing: 8
            visible: root.dock.networks.length > 0

            Repeater {
                model: root.dock.networks

                DockButton {
                    required property string modelData

                    on: root.dock.networkNow === modelData
                    text: root.dock.text("dock." + modelData)

                    onActed: root.dock.network(modelData)
                }
            }
        }

        DockHead {
            text: root.dock.text("dock.devices")
            visible: root.dock.roles.length > 0
            width: top.width
        }

        Grid {
            id: tabs

            readonly property real cell: (top.width - (columns - 1) * spacing) / columns

            columns: 3
            spacing: 8

            Repeater {
                model: root.dock.roles

                DockTab {
                    dock: root.dock
                    width: tabs.cell
                }
            }
        }
    }

    Flickable {
        id: body

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.margins: root.gap
        anchors.right: parent.right
        anchors.top: top.bottom
        clip: true
        contentHeight: device.height + root.gap
        visible: root.dock.shown !== ""

        DockDevice {
            id: device

            dock: root.dock
            width: body.width
        }
    }

    Rectangle {
        anchors.right: parent.right
        anchors.rightMargin: 5
        color: "#4F6B73"
        height: body.height * body.visibleArea.heightRatio
        radius: 3
        visible: body.visible && body.visibleArea.heightRatio < 1
        width: 6
        y: body.y + body.height * body.visibleArea.yPosition
    }
}
