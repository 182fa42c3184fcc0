"""Writes docs/messages.md: what people are told when things go wrong; `--check` compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "kiosk" / "data" / "messages.json"
TARGET = ROOT / "docs" / "messages.md"

# What staff do for the person who comes with such a slip, by the message's first two words.
STAFF = {
    "notice.expired": "Check the person against the card by eye; name the police station for a "
    "new card.",
    "notice.level": "Check the person, then do the matter at the window.",
    "notice.no_household": "Such a card tells no household; the allowance is for people registered "
    "here. Look for other benefits.",
    "notice.no_record": "Search again, also under an earlier name and in other places.",
    "notice.no_card_for_money": "Take the person's bank account at the window, or name the bank "
    "that issues the card at once.",
    "notice.no_social_card": "Name the bank that issues the card at once; file the matter after.",
    "notice.not_here": "Name the point of the place of registration, its hours, its number.",
    "notice.refused": "Open the case by its number: the reason stands in the parked entry "
    "(`kiosk outbox list`), nothing is entered again.",
    "notice.too_young": "Nothing to file yet; the day stands on the slip.",
    "trouble.card": "Try the card on the window's reader; a damaged card goes to the police "
    "station.",
    "trouble.crash": "Open the case by its number. The engineer reads the log of that minute.",
    "trouble.network": "Answer from the window's own line. The engineer sees to the network.",
    "trouble.paper": "Fill in paper; print the slip again by its number.",
    "trouble.print": "Print the slip again by its number.",
    "trouble.printer": "Open the cover, clear the path, close it; print again by the number.",
    "trouble.reader": "Do the matter at the window. The engineer sees to the reader "
    "(`kiosk devices status`).",
    "trouble.store": "Do the matter at the window. The engineer runs `kiosk doctor`: the store "
    "was damaged and is kept aside.",
}

HEAD = """# What people are told when something is in the way

Written by `packaging/messages_doc.py` from the message catalogue (`kiosk/data/messages/`);
`packaging/test.sh` compares. The words on screen, in the loudspeaker and on paper all come from
there, by message id, in standard and plain wording; the plain one is shown here where it differs.
`{…}` is filled in when it is shown.
"""


def groups(messages: dict[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    """Messages of trouble and refusal by their first two words; only those somebody acts on."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, texts in messages.items():
        group = ".".join(name.split(".")[:2])
        if group in STAFF:
            found.setdefault(group, {})[name] = texts
    return found


def _cell(standard: str, plain: str) -> str:
    text = standard if plain == standard else f"{standard} (plain: {plain})"
    return text.replace("\n", " / ").replace("|", "\\|")


def document() -> str:
    """The whole page."""
    messages: dict[str, list[str]] = json.loads(SOURCE.read_text("utf-8"))
    lines = [HEAD]
    for group, rows in sorted(groups(messages).items()):
        title = rows.get(f"{group}.title") or next(iter(rows.values()))
        lines += [f"## {group}: {title[2]}", "", f"**Staff:** {STAFF[group]}", ""]
        lines += ["| Message id | Where | 中文 | English |", "|---|---|---|---|"]
        for name, (zh, zh_plain, en, en_plain) in sorted(rows.items()):
            where = "spoken" if ".say" in name else "screen, slip"
            lines.append(f"| `{name}` | {where} | {_cell(zh, zh_plain)} | {_cell(en, en_plain)} |")
        lines.append("")
    return "\n".join(lines)


def unknown(messages: dict[str, list[str]]) -> list[str]:
    """Groups with a title and nothing said about what staff do, and the other way round."""
    titled = {n.removesuffix(".title") for n in messages if n.endswith(".title")}
    told = {n for n in titled if n.startswith(("notice.", "trouble."))}
    return sorted(told - set(STAFF)) + sorted(set(STAFF) - set(groups(messages)))


def main() -> int:
    """0 written or up to date, 1 not."""
    left = unknown(json.loads(SOURCE.read_text("utf-8")))
    if left:
        print(f"packaging/messages_doc.py: what do staff do about {left}?", file=sys.stderr)
        return 1
    if "--check" not in sys.argv:
        TARGET.write_text(document(), "utf-8")
    elif not TARGET.exists() or TARGET.read_text("utf-8") != document():
        print("docs/messages.md is out of date: packaging/messages_doc.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
