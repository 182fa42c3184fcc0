import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// A name written with the finger.
PageBase {
    id: root

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

        height: Math.min(Theme.mm(Theme.landscape ? 120 : 150), root.height - y - clear.height - Theme.s4 - (foot.height > 0 ? foot.height + Theme.s3 : 0) - Theme.s2)
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

    Foot {
        id: foot

        page: root.page
        width: root.rightWidth
        x: root.rightX
        y: root.height - height - Theme.s3
    }
}
