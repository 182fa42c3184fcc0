import QtQuick
import Jinban.App
import Jinban.Theme

// A touch anywhere counts as the button that stands above it; a reader finds that button.
MouseArea {
    id: root

    signal acted

    Accessible.ignored: true

    onClicked: {
        if (App.allow("anywhere", Theme.guardMs))
            acted();
    }
}
