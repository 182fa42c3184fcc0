pragma Singleton
import QtQuick
import Jinban.App

// All tokens of the look: sizes in millimetres on the glass, colours as roles.
QtObject {
    id: root

    enum Kind {
        Small,
        TopBar,
        Caption,
        Body,
        Value,
        Button,
        Tile,
        Choice,
        Banner,
        Field,
        Key,
        KeyWord,
        Hero,
        Heading,
        First,
        State,
        Figure,
        BigFigure,
        Sign,
        Count
    }

    readonly property color accent: "#004858"
    readonly property int actionRow: mm(!elderly || landscape ? 39.7 : 43.7)
    // The font's own line box
    readonly property real boxEm: 1.448
    readonly property int button: mm(elderly ? 31.8 : 27.8)
    readonly property int buttonBorder: mm(elderly ? 1.25 : 1)
    readonly property int captionStrip: mm(elderly ? (landscape ? 32 : 37.7) : (landscape ? 18 : 19.9))
    readonly property color edge: "#4F6B73"
    readonly property bool elderly: App.elderly
    readonly property list<real> elderlyEm: [10.2, 10.2, 10.9, 11.9, 13.9, 13.9, 20.8, 16.9, 15.9, 25.8, 16.9, 11.9, 23.8, 19.9, 23.8, 31.8, 25.8, 25.8, 37.7, 104]
    readonly property string family: "Noto Sans CJK SC"
    readonly property color fault: "#8A1414"
    readonly property int fieldBorder: mm(1.25)
    readonly property int fixedStrip: mm(landscape ? 25.8 : 35.7)
    readonly property int focusRing: mm(elderly ? 1.6 : 1.2)
    readonly property int gap: mm(elderly ? 6 : 3)

    // Colours
    readonly property color ground: "#FFFFFF"
    readonly property int guardMs: elderly ? 800 : 500
    readonly property int hair: mm(0.5)
    readonly property int headAfterBar: mm(landscape ? 10.5 : 14)
    readonly property int headAfterSteps: mm(landscape ? 8 : 12)
    readonly property int headRule: mm(1)
    readonly property color ink: "#0E1A1E"
    readonly property color ink2: "#32434A"
    readonly property int keyBorder: mm(elderly ? 1 : 0.75)
    readonly property int keyGuardMs: elderly ? 300 : 150
    readonly property bool landscape: App.widthPx > App.heightPx
    readonly property list<real> lineEm: [1.3, 1.3, 1.45, 1.5, 1.4, 1.15, 1.15, 1.2, 1.35, 1.15, 1.15, 1.15, 1.15, 1.25, 1.25, 1.2, 1.2, 1.15, 1.2, 1]
    readonly property color overAccent: "#FFFFFF"
    readonly property color overSignal: "#0E1A1E"
    // Accent words on tint are 8.9:1, too little for the elderly mode
    readonly property color overTint: elderly ? ink : accent
    readonly property color overTint2: elderly ? ink : ink2

    // Time, in ms
    readonly property int pageSlide: elderly || App.still ? 0 : 160
    readonly property int radius: mm(2)
    readonly property color rule: "#C3D1D4"

    // Space
    readonly property int s1: mm(2)
    readonly property int s2: mm(4)
    readonly property int s3: mm(6)
    readonly property int s4: mm(8)
    readonly property int s6: mm(12)
    readonly property int s8: mm(16)
    readonly property color seg: "#3A7482"
    readonly property color signal: "#FFB81C"
    readonly property color signalEdge: "#7A4B00"
    readonly property int smallButton: mm(elderly ? 21.8 : 17.9)

    // Type: em in mm by kind, standard and elderly, and line height in em
    readonly property list<real> standardEm: [6.9, 8.4, 7.4, 8.4, 9.9, 10.9, 12.9, 14.9, 12.9, 17.9, 13.9, 9.9, 21.8, 15.9, 19.9, 27.8, 14.9, 25.8, 37.7, 104]
    readonly property int stepLine: mm(3)
    readonly property int stepLineTop: mm(landscape ? 5 : 7)
    readonly property color tint: "#EAF2F3"
    readonly property color tint2: "#D5E4E6"

    // Frame
    readonly property int topBar: mm(landscape ? 21.8 : 25.8)
    readonly property int topRule: mm(1.5)

    function bold(kind: int): bool {
        return kind > Theme.Body;
    }

    function line(kind: int): int {
        return Math.round(px(kind) * lineEm[kind]);
    }

    // Widest line: 28 characters, 18 in the elderly mode
    function measure(kind: int, available: real): real {
        return Math.min(available, Math.ceil(px(kind) * (elderly ? 18.4 : 28.5)));
    }

    function mm(x: real): int {
        return Math.round(x * App.pxPerMm);
    }

    function px(kind: int): int {
        return mm(elderly ? elderlyEm[kind] : standardEm[kind]);
    }

    // The same for what is said: it stays on one line where it can
    function reading(kind: int, available: real): real {
        return App.lang === "en" || !elderly || landscape ? available : measure(kind, available);
    }

    // Stroke of an icon on its 24 grid by its size, so that lines stay 1 to 2.4 mm
    function stroke(size: real): real {
        const wide = size / App.pxPerMm;
        return wide <= 14 ? 2 : wide <= 28 ? 1.75 : 1.6;
    }
}
