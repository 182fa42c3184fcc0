pragma ComponentBehavior: Bound
import QtQuick
import Jinban.DockApp

// Cards, codes, faults and the network of the virtual devices, for developers and trainers.
Rectangle {
    id: root

    required property DockVM dock

    color: "#FFFFFF"

    Flickable {
        anchors.fill: parent
        anchors.margins: 16
        clip: true
        contentHeight: all.height

        Column {
            id: all

            spacing: 14
            width: parent.width

            Text {
                Accessible.name: text
                Accessible.role: Accessible.StaticText
                color: "#0E1A1E"
                font.family: "Noto Sans CJK SC"
                font.pixelSize: 15
                text: root.dock.message
                width: all.width
                wrapMode: Text.Wrap
            }

            DockCards {
                cards: root.dock.cards
                none: root.dock.text("dock.no_card")
                title: root.dock.text("dock.cards")
                width: all.width

                onActed: name => root.dock.card(name)
            }

            DockCards {
                cards: root.dock.chips
                none: root.dock.text("dock.no_chip")
                title: root.dock.text("dock.chips")
                width: all.width

                onActed: name => root.dock.chip(name)
            }

            DockHead {
                text: root.dock.text("dock.scan")
                visible: root.dock.scans
                width: all.width
            }

            Row {
                spacing: 8
                visible: root.dock.scans

                Rectangle {
                    border.color: code.activeFocus ? "#0E1A1E" : "#4F6B73"
                    border.width: code.activeFocus ? 3 : 1
                    height: send.height
                    radius: 4
                    width: all.width - send.width - 8

                    TextInput {
                        id: code

                        Accessible.name: root.dock.text("dock.scan")
                        Accessible.role: Accessible.EditableText
                        activeFocusOnTab: true
                        anchors.fill: parent
                        anchors.margins: 8
                        clip: true
                        color: "#0E1A1E"
                        font.family: "Noto Sans CJK SC"
                        font.pixelSize: 15

                        onAccepted: root.dock.scan(text)
                    }
                }

                DockButton {
                    id: send

                    text: root.dock.text("dock.scan_send")

                    onActed: root.dock.scan(code.text)
                }
            }

            DockHead {
                text: root.dock.text("dock.network")
                visible: root.dock.networks.length > 0
                width: all.width
            }

            Row {
                spacing: 8
                visible: root.dock.networks.length > 0

                Repeater {
                    model: root.dock.networks

                    DockButton {
                        required property string modelData

                        text: root.dock.text("dock." + modelData)

                        onActed: root.dock.network(modelData)
                    }
                }
            }

            Repeater {
                model: root.dock.roles

                DockFaults {
                    dock: root.dock
                    width: all.width
                }
            }
        }
    }
}
