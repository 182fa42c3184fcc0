"""Writes THIRD_PARTY.md from the locks and the installed packages' metadata; `--check` compares."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "THIRD_PARTY.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ]+)", re.M)

# What metadata say in words of their own, as SPDX identifiers (https://spdx.org/licenses/).
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD": "BSD-3-Clause",
    "ISC License": "ISC",
    "OSI Approved :: MIT License": "MIT",
}
LICENCE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")

HEAD = """# Third parties

Written by `packaging/third_party.py` from the locks and the metadata of what is installed;
`packaging/test.sh` compares. Each name links to its source, each licence to its text.

Qt (PySide6, shiboken6) is used under the LGPL-3.0: it is installed by pip as its own shared
libraries, which anybody may exchange in `.venv/`; nothing of it is changed or linked statically.
No module that is offered under the GPL alone (Qt Charts, Graphs, Virtual Keyboard) is used.
"""
SHIPPED = """
## Inside this repository

| What | Where | Licence |
|---|---|---|
| [Tabler Icons](https://github.com/tabler/tabler-icons), outline icons | `ui/icons/` | \
[MIT](ui/icons/LICENSE) |
"""
DEBIAN = """
## Debian packages that the terminal uses

The whole list stands in `packaging/apt-packages.txt`; the licence texts are in
`/usr/share/doc/PACKAGE/copyright`. None of them is shipped with this project.

| Package | Licence | How it is used |
|---|---|---|
| fonts-noto-cjk | [OFL-1.1](https://spdx.org/licenses/OFL-1.1.html) | read from disk |
| fonts-hanazono | [OFL-1.1](https://spdx.org/licenses/OFL-1.1.html) or Hanazono Font License | \
read from disk |
| fonts-babelstone-han | Arphic Public License; CC-BY-SA-3.0 or CC-BY-SA-4.0 | read from disk |
| libespeak-ng1 | [GPL-3.0-or-later](https://spdx.org/licenses/GPL-3.0-or-later.html) | loaded by \
the voice's own process only, which gets text and returns sound |
| alsa-utils | [GPL-2.0-only](https://spdx.org/licenses/GPL-2.0-only.html) | program `aplay` |
| Qt's and Python's libraries | MIT, BSD, LGPL and others | loaded by Qt and Python |
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A package of a lock: its name as its authors write it, version, SPDX expression, address."""

    name: str
    version: str
    licence: str
    address: str


class UnclearError(Exception):
    """What is installed and what the lock says do not fit, or no licence is given."""


def locked(path: Path) -> dict[str, str]:
    """Name -> version of a lock."""
    return dict(PINNED.findall(path.read_text("utf-8")))


def part(name: str, version: str) -> Part:
    """The installed package of that name; Unclear unless it is the one that the lock names."""
    found = distribution(name)
    if found.version != version:
        raise UnclearError(f"{name}: {found.version} is installed, the lock says {version}")
    told = found.metadata
    return Part(told["Name"], version, _licence(told), _address(told))


def _licence(told: PackageMetadata) -> str:
    classes = [c.removeprefix("License :: ") for c in _all(told, "Classifier")]
    for text in (*_all(told, "License-Expression"), *_all(told, "License"), *classes):
        line = text.strip()
        name = SPDX.get(line, line)
        if name and all(LICENCE_NAME.fullmatch(word) for word in words(name)):
            return name
    raise UnclearError(f"{told['Name']}: no licence in its metadata")


def _all(told: PackageMetadata, key: str) -> list[str]:
    """Every value of a field; the metadata of some packages lack it."""
    return told.get_all(key) or []


def words(expression: str) -> list[str]:
    """The licence names of an SPDX expression."""
    return re.split(r" (?:OR|AND|WITH) ", expression.strip("()"))


def _address(told: PackageMetadata) -> str:
    named = dict(
        (label.strip().lower(), url.strip())
        for label, _, url in (line.partition(",") for line in _all(told, "Project-URL"))
    )
    for label in ("source", "repository", "source code", "code", "github", "homepage"):
        if label in named:
            return named[label]
    return next(iter([*_all(told, "Home-page"), *named.values()]), "")


def _row(one: Part) -> str:
    name = f"[{one.name}]({one.address})" if one.address else one.name
    linked = re.sub(
        r"[A-Z][A-Za-z0-9.-]*\d[A-Za-z0-9.-]*|MIT-0|MIT-CMU|MIT|ISC",
        lambda found: f"[{found[0]}](https://spdx.org/licenses/{found[0]}.html)",
        one.licence,
    )
    return f"| {name} | {one.version} | {linked} |"


def parts(lock: str, without: dict[str, str] | None = None) -> list[Part]:
    """Every package of a lock but those of another, by name."""
    pins = locked(ROOT / lock).items()
    chosen = [part(n, v) for n, v in pins if n not in (without or {})]
    return sorted(chosen, key=lambda one: one.name.lower())


def document() -> str:
    """The whole page."""
    run = parts("requirements.lock")
    test = parts("requirements-test.lock", locked(ROOT / "requirements.lock"))
    table = ["| Package | Version | Licence |", "|---|---|---|"]
    return "\n".join(
        [
            HEAD + SHIPPED + DEBIAN,
            *("## Python packages of the terminal", "", *table, *map(_row, run), ""),
            *("## Python packages of the tests", "", *table, *map(_row, test), ""),
        ]
    )


def main() -> int:
    """0 written or up to date, 1 not."""
    try:
        text = document()
    except UnclearError as error:
        print(error, file=sys.stderr)
        return 1
    if "--check" not in sys.argv:
        TARGET.write_text(text, "utf-8")
    elif TARGET.read_text("utf-8") != text:
        print("THIRD_PARTY.md is out of date: packaging/third_party.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
