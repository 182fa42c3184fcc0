pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// One plate a step: done in accent, the current one in signal, the rest pale.
Row {
    id: root

    property int step: 0
    property int steps: 0

    height: Theme.stepLine
    spacing: Theme.mm(2)

    Repeater {
        model: root.steps

        Rectangle {
            readonly property bool current: index + 1 === root.step
            required property int index

            border.color: Theme.signalEdge
            border.width: current ? Theme.mm(0.5) : 0
            color: current ? Theme.signal : index + 1 < root.step ? Theme.accent : Theme.tint2
            height: Theme.stepLine
            width: (root.width - (root.steps - 1) * root.spacing) / root.steps
        }
    }
}
