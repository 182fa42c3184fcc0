import QtQuick
import Jinban.Theme

// A picture in a frame: what the camera sees now, or what it took.
Rectangle {
    id: root

    property string name: ""
    property string url: ""

    Accessible.name: name
    Accessible.role: Accessible.Graphic
    border.color: Theme.rule
    border.width: Theme.hair
    color: Theme.tint

    Image {
        anchors.fill: parent
        anchors.margins: Theme.hair
        cache: false
        fillMode: Image.PreserveAspectFit
        mipmap: true
        retainWhileLoading: true
        source: root.url
        sourceSize.width: root.width
    }
}
