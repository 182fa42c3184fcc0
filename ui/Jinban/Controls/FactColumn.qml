import QtQuick
import Jinban.Theme

// A figure under a rule, with its label above and one line below.
Item {
    id: root

    property bool big: false
    property string figure: ""
    readonly property int figureNatural: Math.ceil(figureText.implicitWidth) + 2
    property string label: ""
    readonly property int natural: Math.max(labelText.implicitWidth, figureText.implicitWidth, noteText.implicitWidth) + 2
    property string note: ""
    property bool ruled: true
    property bool small: false

    implicitHeight: words.height + words.y

    Rectangle {
        color: Theme.accent
        height: Theme.topRule
        visible: root.ruled
        width: parent.width
    }

    AppText {
        id: figureText

        kind: root.big && bigWide.advanceWidth <= root.width ? Theme.BigFigure : root.small || Theme.elderly && root.figure.length > 12 ? Theme.Choice : Theme.Figure
        text: root.figure
        width: root.width
        y: words.y + labelText.height
    }

    TextMetrics {
        id: bigWide

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.px(Theme.BigFigure)
        text: root.figure
    }

    Column {
        id: words

        width: root.width
        y: root.ruled ? Theme.topRule + Theme.s3 : 0

        AppText {
            id: labelText

            color: Theme.ink2
            kind: Theme.Caption
            text: root.label
            width: parent.width
        }

        Item {
            height: figureText.height
            width: 1
        }

        AppText {
            id: noteText

            kind: Theme.Caption
            text: root.note
            width: parent.width
        }
    }
}
