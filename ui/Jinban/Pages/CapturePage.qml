import QtQuick
import Jinban.Controls
import Jinban.Theme

// A picture of a paper or of the person: the camera's view, or what was taken, and what is wrong.
PageBase {
    id: root

    readonly property int gap: Theme.landscape ? Theme.s4 : Theme.s6

    share: Theme.elderly ? 0.45 : 1 / 3

    PageHead {
        id: head

        lead: root.page.lead
        over: root.page.over
        title: root.page.title
        width: root.leftWidth
        x: root.margin
        y: root.headTop
    }

    CameraView {
        id: view

        height: (Theme.landscape ? root.height - Theme.s6 : note.y - root.gap) - y
        name: root.page.title
        url: root.page.pictureUrl
        width: root.rightWidth
        x: root.rightX
        y: Theme.landscape ? root.headTop + Theme.mm(2) : head.y + head.height + root.gap
    }

    NoticeBand {
        id: note

        // The room is kept, so that the picture does not jump when something is said about it
        height: implicitHeight
        icon: "alert-triangle"
        text: root.page.notice
        visible: root.page.notice !== ""
        width: root.leftWidth
        x: root.margin
        y: root.height - height - Theme.s6
    }
}
