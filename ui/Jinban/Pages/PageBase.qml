import QtQuick
import Jinban.App
import Jinban.Theme

// What every page has: its values, the head's distance from the bar, and the two columns.
Item {
    id: root

    readonly property int headTop: Math.round((page.steps > 0 ? Theme.headAfterSteps : Theme.headAfterBar) * (squeeze > 2 ? 0.6 : 1))
    readonly property int leftWidth: Theme.landscape ? Math.round(width * share) : width - 2 * margin
    readonly property int margin: Theme.s8
    required property PageVM page
    readonly property int rightWidth: width - rightX - margin
    readonly property int rightX: Theme.landscape ? margin + leftWidth + Theme.s8 : margin
    // In landscape the head stands left and what is to be done right of it
    property real share: 1 / 3
    property int squeeze: 0

    clip: false
}
