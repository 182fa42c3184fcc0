import QtQuick

// A text that breaks where a sentence or clause ends, or in even lines, never with one
// character left over. `room` is the width it may take; readers get `words` unbroken.
AppText {
    id: root

    readonly property real natural: whole.advanceWidth
    property real room: 0
    readonly property int rows: room > 0 ? Math.ceil(natural / room) : 1
    property string words: ""

    function broken(): string {
        if (rows !== 2 || words.includes("\n"))
            return words;
        const at = cut();
        return at > 0 ? words.slice(0, at).trim() + "\n" + words.slice(at).trim() : words;
    }

    // The clause end nearest to the middle that leaves both lines short enough
    function cut(): int {
        const total = weight(words);
        const widest = room / natural * total * 0.98;
        let best = -1;
        let off = total;
        for (let n = 1; n < words.length - 1; n++) {
            if (!"，。？！：；、·,.?!:;".includes(words[n]) || "”’）\"".includes(words[n + 1]))
                continue;
            if (",.:;".includes(words[n]) && words[n + 1] !== " ")
                continue;
            // A comma within a date holds it together
            if (words[n] === "," && /\d/.test(words[n - 1]) && /\d/.test(words[n + 2]))
                continue;
            const before = weight(words.slice(0, n + 1));
            const away = Math.abs(before - total / 2);
            if (before <= widest && total - before <= widest && away < off) {
                off = away;
                best = n + 1;
            }
        }
        return best;
    }

    function weight(part: string): real {
        let sum = 0;
        for (let n = 0; n < part.length; n++)
            sum += part.charCodeAt(n) > 0x2e7f ? 1 : 0.56;
        return sum;
    }

    Accessible.name: words
    text: broken()
    visible: words !== ""
    width: rows < 2 || text.includes("\n") ? room : Math.min(room, Math.ceil(natural / rows + pixels * (words.includes(" ") ? 2.4 : 1.1)))

    TextMetrics {
        id: whole

        font: root.font
        text: root.words
    }
}
