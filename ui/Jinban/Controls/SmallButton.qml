import QtQuick
import Jinban.Theme

// A small action at the end of a row or a heading.
QuietButton {
    implicitHeight: Theme.smallButton
    implicitWidth: Math.max(Theme.mm(31), natural)
    kind: Theme.Caption
    padding: Theme.s3
}
