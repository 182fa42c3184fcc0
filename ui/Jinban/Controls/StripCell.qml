import QtQuick
import Jinban.Theme

// One cell of the fixed strip; a white plate while what it names is on.
Press {
    id: root

    readonly property color face: on !== down ? Theme.accent : Theme.overAccent
    property string icon: ""
    property bool on: false
    property string text: ""

    checkable: on
    checked: on
    ring: Theme.overAccent

    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.mm(0.9)
        color: root.on !== root.down ? Theme.overAccent : Theme.accent
        radius: Theme.radius
    }

    Grid {
        anchors.centerIn: parent
        columns: Theme.landscape ? 2 : 1
        horizontalItemAlignment: Grid.AlignHCenter
        spacing: Theme.landscape ? Theme.s2 : Theme.mm(1)
        verticalItemAlignment: Grid.AlignVCenter

        Icon {
            color: root.face
            name: root.icon
            size: Theme.mm(10.9)
        }

        AppText {
            Accessible.ignored: true
            color: root.face
            font.bold: true
            kind: Theme.Small
            text: root.text
            wrapMode: Text.NoWrap
        }
    }
}
