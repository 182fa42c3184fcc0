import QtQuick
import Jinban.App

// Five touches of what it lies in open service mode; takes no touch away from anything.
PointHandler {
    onActiveChanged: {
        if (active)
            App.hallTouched();
    }
}
