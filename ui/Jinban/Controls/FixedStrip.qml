pragma ComponentBehavior: Bound
import QtQuick
import Jinban.Theme

// The same actions at the same place on every screen. The last cell keeps its width,
// so that nothing moves where another action takes its place.
Rectangle {
    id: root

    property string active: ""
    readonly property int lastWidth: Theme.landscape ? width / Math.max(1, cells.count) : Theme.mm(Theme.elderly ? 54.6 : 49.6)
    property alias model: cells.model
    property int naturals: 0

    signal pressed(string id)

    function add(): void {
        let sum = 0;
        for (let n = 0; n < cells.count - 1; n++)
            sum += (cells.itemAt(n) as Cell)?.natural ?? 0;
        naturals = sum;
    }

    color: Theme.accent
    implicitHeight: Theme.fixedStrip

    Row {
        Repeater {
            id: cells

            delegate: Cell {}

            onCountChanged: root.add()
        }
    }

    component Cell: Item {
        id: cell

        required property string actId
        required property string icon
        required property int index
        required property string name
        readonly property int natural: Math.max(Math.ceil(measured.advanceWidth), Theme.mm(20))
        readonly property int share: (root.width - root.lastWidth - root.naturals) / Math.max(1, cells.count - 1)
        required property string text

        height: root.height
        width: Theme.landscape || index === cells.count - 1 ? root.lastWidth : natural + share

        onNaturalChanged: root.add()

        TextMetrics {
            id: measured

            font.bold: true
            font.family: Theme.family
            font.pixelSize: Theme.px(Theme.Small)
            text: cell.text
        }

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.seg
            height: Theme.mm(Theme.landscape ? 15.9 : 17.9)
            visible: cell.index > 0
            width: Theme.hair
        }

        StripCell {
            anchors.fill: parent
            anchors.margins: Theme.mm(1.6)
            icon: cell.icon
            name: cell.name
            on: cell.actId === root.active
            text: cell.text

            onActed: root.pressed(cell.actId)
        }
    }
}
