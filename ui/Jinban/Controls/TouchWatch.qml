import QtQuick
import Jinban.App

// Tells that somebody is there, whatever was touched; takes no touch away from anything.
PointHandler {
    onActiveChanged: {
        if (active)
            App.touched();
    }
}
