import QtQuick
import Jinban.App
import Jinban.Controls
import Jinban.Theme

// The frame around every page: bar, steps, the page itself, actions, caption, fixed strip.
FocusScope {
    id: root

    readonly property bool bare: page.screen === "attract"
    readonly property bool mainInside: bare || page.screen === "home" || page.screen === "idle"
    readonly property PageVM page: App.page
    property bool second: false
    // A page is on its way in
    readonly property bool sliding: slide.running

    function swap(): void {
        const next = second ? one : two;
        const last = second ? two : one;
        second = !second;
        next.setSource(App.pageFile, {
            "page": App.page
        });
        last.active = false;
        next.active = true;
        stage.focus = true;
        if (Theme.pageSlide > 0 && !bare)
            slide.restart();
    }

    focus: true

    Component.onCompleted: swap()
    Keys.onPressed: App.touched()

    Connections {
        function onPageChanged(): void {
            root.swap();
        }

        target: App
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.ground
    }

    FocusScope {
        id: stage

        anchors.bottom: actions.visible ? actions.top : caption.visible ? caption.top : strip.top
        anchors.top: stepLine.visible ? stepLine.bottom : bar.visible ? bar.bottom : parent.top
        height: bottom - top
        width: root.width

        Loader {
            id: one

            height: stage.height
            width: stage.width
        }

        Loader {
            id: two

            height: stage.height
            width: stage.width
        }
    }

    TopBar {
        id: bar

        clock: App.clock
        hall: root.page.hall
        sample: root.page.sample
        stepText: root.page.stepText
        visible: !root.bare
        width: parent.width
    }

    StepLine {
        id: stepLine

        anchors.left: parent.left
        anchors.margins: Theme.s8
        anchors.right: parent.right
        anchors.top: bar.bottom
        anchors.topMargin: Theme.stepLineTop
        step: root.page.step
        steps: root.page.steps
        visible: root.page.steps > 0 && !root.bare
    }

    ActionRow {
        id: actions

        anchors.bottom: caption.top
        mainInside: root.mainInside
        page: root.page
        visible: hasAny && !root.bare && (root.page.screen !== "home")
        width: parent.width

        onPressed: id => App.press(id)
    }

    CaptionStrip {
        id: caption

        anchors.bottom: strip.top
        text: root.page.caption
        visible: !root.bare
        width: parent.width
    }

    FixedStrip {
        id: strip

        active: root.page.activeStrip
        anchors.bottom: parent.bottom
        model: root.page.strip
        width: parent.width

        onPressed: id => App.press(id)
    }

    // On top of all, where it sees each touch first and takes none
    Item {
        anchors.fill: parent

        TouchWatch {}
    }

    NumberAnimation {
        id: slide

        duration: Theme.pageSlide
        easing.type: Easing.OutCubic
        from: Theme.mm(24) * (App.goesBack ? -1 : 1)
        property: "x"
        target: root.second ? two : one
        to: 0
    }
}
