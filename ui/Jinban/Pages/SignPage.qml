import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// A name written with the finger, and another way to sign.
PageBase {
    id: root

    readonly property int below: Theme.landscape ? 0 : list.height + Theme.s4

    squeeze: Theme.landscape && Theme.elderly ? 3 : 0

    Body {
        id: head

        only: "head"
        page: root.page
        width: root.leftWidth
        x: root.margin
        y: root.headTop
    }

    SignaturePad {
        id: pad

        height: Math.min(Theme.mm(Theme.landscape ? 120 : 150), root.height - y - clear.height - Theme.s3 - Theme.s2 - root.below)
        name: root.page.title
        visible: root.page.pad
        width: root.rightWidth
        x: root.rightX
        y: Theme.landscape ? root.headTop + Theme.mm(2) : head.y + head.height + Theme.s6

        onStroked: points => App.stroke(points)
    }

    SmallButton {
        id: clear

        icon: root.page.padClear.icon || "eraser"
        name: root.page.padClear.name
        text: root.page.padClear.text
        visible: root.page.padClear.present
        x: root.rightX + root.rightWidth - width
        y: pad.y + pad.height + Theme.s3

        onActed: {
            pad.clear();
            App.clearStrokes();
            App.press(root.page.padClear.actId);
        }
    }

    SectionList {
        id: list

        model: root.page.sections
        squeeze: Theme.landscape ? 3 : 0
        width: root.leftWidth
        x: root.margin
        y: Theme.landscape ? root.height - height - Theme.s1 : clear.y + clear.height + Theme.s4

        onPressed: id => App.press(id)
    }
}
