import QtQuick
import Jinban.Theme

// Every text of the product: one type kind, a fixed line height, and a name for a reader.
Text {
    id: root

    property bool heading: false
    property int kind: Theme.Body
    // Ink sits in the middle of its line; Qt keeps the font's own box for the last line
    // where the fixed line is the lower one, and puts all the rest below where it is the higher
    readonly property int lift: Math.round((lineHeight - font.pixelSize * Theme.boxEm) / 2)
    readonly property int pixels: Theme.px(kind)

    Accessible.name: text
    Accessible.role: heading ? Accessible.Heading : Accessible.StaticText
    bottomPadding: lift < 0 ? lift : -lift
    color: Theme.ink
    font.bold: Theme.bold(kind)
    font.family: Theme.family
    font.pixelSize: pixels
    lineHeight: Theme.line(kind)
    lineHeightMode: Text.FixedHeight
    textFormat: Text.PlainText
    topPadding: lift
    visible: text !== ""
    wrapMode: Text.Wrap
}
