import QtQuick
import Jinban.Theme

// A ring, or a disc with a tick once it is done or chosen.
Rectangle {
    id: root

    property bool done: true
    property real size: Theme.mm(Theme.elderly ? 15.9 : 12.9)

    border.color: Theme.accent
    border.width: done ? 0 : Theme.mm(1.25)
    color: done ? Theme.accent : Theme.ground
    implicitHeight: size
    implicitWidth: size
    radius: size / 2

    Icon {
        anchors.centerIn: parent
        color: Theme.overAccent
        name: root.done ? "check" : ""
        size: root.size * 0.68
        weight: 3
    }
}
