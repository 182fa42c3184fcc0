import QtQuick
import Jinban.App
import Jinban.Theme

// Everything that acts. Acts on release inside its area, once; sliding off cancels;
// a held key does not repeat; a second touch within the guard time is ignored.
Item {
    id: root

    property bool checkable: false
    property bool checked: false
    default property alias content: body.data
    readonly property bool down: area.pressed && area.containsMouse
    property int guard: Theme.guardMs
    required property string name
    property bool radio: false
    property color ring: Theme.ink
    property int ringRadius: Theme.radius

    signal acted

    function act(): void {
        if (App.allow(name, guard))
            acted();
    }

    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.focusable: true
    Accessible.name: name
    Accessible.role: radio ? Accessible.RadioButton : checkable ? Accessible.CheckBox : Accessible.Button
    activeFocusOnTab: true

    Accessible.onPressAction: act()
    Accessible.onToggleAction: act()
    Keys.onPressed: event => {
        App.touched();
        const acts = event.key === Qt.Key_Return || event.key === Qt.Key_Enter || event.key === Qt.Key_Space;
        event.accepted = acts;
        if (acts && !event.isAutoRepeat)
            root.act();
    }

    Item {
        id: body

        anchors.fill: parent
    }

    MouseArea {
        id: area

        anchors.fill: parent

        onClicked: root.act()
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.mm(1) - Theme.focusRing
        border.color: root.ring
        border.width: Theme.focusRing
        color: "transparent"
        radius: root.ringRadius + Theme.mm(1)
        visible: root.activeFocus
    }
}
