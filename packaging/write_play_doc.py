"""Writes docs/play.md: what a visit script can name, taken from the code and data that read it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from ui.play.actions import ACTIONS, Spec  # noqa: E402 - found through the line above
from ui.screens import SCREENS  # noqa: E402

DOC = ROOT / "docs" / "play.md"
DATA = ROOT / "kiosk" / "data"

HEAD = """\
# Playing a visit

`kiosk play VISIT.yaml --out DIR` carries out a visit in the running terminal, through the real
window: it touches the glass and types on its keypad as a person does, lays cards down through
the virtual devices, and writes down what was shown, spoken and printed.

This page is written by `packaging/write_play_doc.py`.

## The script

```yaml
version: 1
title: A short name
profile: elderly            # optional: self-service, elderly; else as the command line says
lang: zh_CN                 # optional: zh_CN, en
screen: 1080x1920@268       # optional: width x height in pixels @ width in mm
answers:                    # field id: what this person answers
  applicant.mobile: "13800000000"
actions:                    # in order; each a map of one key
  - press: home.apply
  - card: long-term
  - advance: {to: done, max: 30}
  - card: none
```

Values are taken as they are written: `0138` keeps its nought, `yes` stays `yes`. An unknown key,
a missing one, or a value out of its range is named with its line, all mistakes at once, and ends
with exit 2. An action that cannot be done ends with exit 1 and is named in `summary.json`.

Controls and screens are named by **message id**, so one script runs in every language, wording,
profile and size. A row that repeats carries its key behind a colon: `matters.choose:XC-MZ-008`.
`name:` takes the accessible name itself: `press: {name: 下一步}`. Where two controls answer to one
name nothing is guessed: the action fails.

### How `advance` answers

On each page it types the answer to the field that is asked for on the keypad of the glass,
touches the choice that an answer means, ticks what is not ticked, signs where a signature is
asked for, presses the main action and waits for the next page. Where a page has no main action
it waits up to 30 s for what leads on, a card for one.

- The answer `none` to a field presses the way round it ("no mobile").
- A choice's id ends in the answer's value behind a dot or a colon: the answer
  `delivery.way: mail` means the choice `delivery.mail`, `has_social_card: yes` means
  `question.has_social_card.yes`.
- A field that is asked for and has no answer ends the visit with exit 1 and is named.

### Real devices

Where a role's port is not virtual, `card`, `scan` and `fault` print
`{"waiting": {"card": "long-term", "role": "id_card", "timeout_s": 30}}` as one line on stdout
and wait until the page or the device's state changes, `timeout_s` at most.

## What is left in DIR

| File | What it holds |
|---|---|
| `steps.jsonl` | a line for each touch and action: `n`, `action`, `step`, `screen`, `title`, \
`spoken`, `touch_to_frame_ms` (press sent to the next frame), `png`, `t_ms`; what was typed is \
not in it |
| `pages.jsonl` | a line for each page that came to rest: `after` (the `n` of the last line then), \
`screen`, `texts` (every text as drawn, what was typed included), `t_ms` |
| `NN-<screen>.png` | the window; `NN` is the line's `n` |
| `receipts/NN.bin`, `.txt`, `.png` | each slip as sent, as text, as a picture |
| `spoken.txt` | every sentence that the speech engine returned sound for |
| `summary.json` | `ok`, `failed_action`, `error`, `script`, `profile`, `lang`, `screen`, \
`case_no`, `platform_no`, `due` (`date`, `provisional`), `postal_no`, `ticket`, `receipts`, \
`screens`, `duration_ms`, `versions`; what has no value is null |
"""

MEANS: Mapping[str, str] = {
    "press": "touches a control",
    "type": "types into the field that is asked for, on the keypad of the glass",
    "choose": "touches one of several choices",
    "advance": "goes on page by page until the screen `to` (or one of several, `done|notice`), "
    "over at most `max` pages (30)",
    "card": "lays a sample card on the reader; `none` takes it away. `role: social_card` puts that "
    "person's social-security card in, `role: staff_card` the card of a staff number",
    "scan": "holds a code before the scanner",
    "fault": "breaks a device, or mends it with `none`; kinds are in devices.md",
    "network": "opens, cuts or slows the way to the platform",
    "wait": "waits for a screen or for words on the glass (30 s)",
    "expect": "fails unless a screen, words on the glass, spoken words or words on a slip are "
    "there; a message id stands for its text",
    "shot": "takes a picture of that name",
    "key": "presses a key of the keyboard",
    "idle": "moves the terminal's clock on, as if nobody had touched anything so long",
}


def _takes(spec: Spec) -> str:
    parts = [f"`{key}`" for key in spec.needs]
    if spec.one_of:
        parts.append("one of " + ", ".join(f"`{key}`" for key in spec.one_of))
    parts += [f"`{key}`?" for key in spec.may]
    for key, known in spec.among.items():
        if len(known) < 5:
            parts.append(f"(`{key}`: {', '.join(known)})")
    return " ".join(parts)


def _actions() -> Iterator[str]:
    yield from ("", "## Actions", "", "| Action | Takes | A bare value is | What it does |")
    yield "|---|---|---|---|"
    for do, spec in ACTIONS.items():
        alone = f"`{spec.alone}`" if spec.alone else ""
        yield f"| `{do}` | {_takes(spec)} | {alone} | {MEANS[do]} |"


def _screens() -> Iterator[str]:
    yield from ("", "## Screens", "", ", ".join(f"`{name}`" for name in SCREENS))


def _fields() -> Iterator[str]:
    fields = json.loads((DATA / "fields.json").read_text(encoding="utf-8"))["fields"]
    yield from ("", "## Fields", "", "| Field id | Kind of input |", "|---|---|")
    yield from (f"| `{name}` | {field['input']} |" for name, field in fields.items())


def _messages() -> Iterator[str]:
    messages = json.loads((DATA / "messages.json").read_text(encoding="utf-8"))
    yield from ("", "## Messages", "", "Standard wording; `{…}` is filled in when it is shown.")
    yield from ("", "| Message id | zh_CN | en |", "|---|---|---|")
    for name, (zh, _, en, _) in messages.items():
        yield f"| `{name}` | {_cell(zh)} | {_cell(en)} |"


def _cell(text: str) -> str:
    return text.replace("\n", " / ").replace("|", "\\|")


def document() -> str:
    """The whole page."""
    return HEAD + "\n".join([*_actions(), *_screens(), *_fields(), *_messages()]) + "\n"


if __name__ == "__main__":
    DOC.parent.mkdir(exist_ok=True)
    DOC.write_text(document(), encoding="utf-8")
