import QtQuick
import Jinban.App

// The window. It tells once when its first frame is on the glass.
Window {
    id: glass

    property bool seen: false

    color: "#FFFFFF"

    onFrameSwapped: {
        if (seen)
            return;
        seen = true;
        App.painted();
    }

    Main {
        anchors.fill: parent
        focus: true
    }
}
