"""The checks themselves, each a pure function from a scene to findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtGui import QAccessible

from ui.audit.scene import Box, Control, Scene, TextNode

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds on this glass and in this mode. Sizes are millimetres on the glass.

    `official`: names, addresses and official titles that may stand in their own script;
    `latin`: words that a Chinese screen may carry ("XC", "English");
    `typed`: where what a person has typed stands, in letters of its own.
    `anywhere`: what widens a named button's touch area to the whole page;
    `fresh`: nobody has touched the page yet, so nothing on it may be ticked or chosen.
    """

    px_per_mm: float = 4.03
    elderly: bool = False
    lang: str = "zh_CN"
    official: tuple[str, ...] = ()
    latin: frozenset[str] = frozenset({"XC", "English"})
    signal: str = "#FFB81C"
    strip: str = "FixedStrip"
    apart: tuple[str, ...] = ("FixedStrip", "ActionRow", "Keypad", "Keyboard")
    typed: tuple[str, ...] = ("SearchField",)
    fonts: tuple[str, ...] = ("Noto Sans CJK SC", "HanaMinB", "BabelStone Han")
    anywhere: str = "AnywherePress"
    fresh: bool = False

    @property
    def target_mm(self) -> float:
        """Least touch area, both ways (VVSG 2.0 7.2-I has 12.7 as the floor)."""
        return 20.0 if self.elderly else 16.0

    @property
    def gap_mm(self) -> float:
        """Least distance between touch areas (VVSG 2.0 7.2-I; 3.2 for older hands)."""
        return 3.2 if self.elderly else 2.54

    @property
    def smallest_mm(self) -> float:
        """Least type size, em."""
        return 10.2 if self.elderly else 6.9

    @property
    def contrast(self) -> float:
        """Least contrast of text (WCAG 2.2 1.4.6; VVSG 2.0 7.1-C)."""
        return 10.0 if self.elderly else 7.0


FLOOR_MM = 12.7
KEY_MM = {False: 12.7, True: 16.0}
DIGIT_MM = {False: 12.7, True: 20.0}
MAIN_MM = (60.0, 25.0)
LINE_CHARS = {False: 30, True: 18}
CROWD = {False: 12, True: 6}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which check, where, and in figures."""

    check: str
    where: str
    detail: str


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"


def check_fit(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """Nothing truncated, nothing wider or higher than its box, its surface or its clip."""
    for node in scene.texts:
        if node.truncated:
            yield Finding("truncated", _short(node.text), node.path)
        wide, high = node.content
        if wide > node.box.w + 1 or high > node.box.h + 1:
            detail = f"{wide:.0f}x{high:.0f} in {node.box.w:.0f}x{node.box.h:.0f} {node.path}"
            yield Finding("overflow", _short(node.text), detail)
        elif not node.surface.holds(node.ink, 2) and scene.screen.holds(node.ink, 1):
            yield Finding("overflow", _short(node.text), f"leaves its surface {node.path}")
        if scene.screen.holds(node.ink, 1) and not node.clip.holds(node.ink, 2):
            yield Finding("overflow", _short(node.text), f"is cut off {node.path}")
        elif node.ink.bottom > node.frame.bottom + 1:
            yield Finding("overflow", _short(node.text), f"leaves its page {node.path}")


def check_screen(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """Everything stands on the glass."""
    for node in scene.texts:
        if not scene.screen.holds(node.ink, 1):
            yield Finding("off_screen", _short(node.text), str(node.ink))
    for control in scene.controls:
        if not scene.screen.holds(control.box, 1):
            yield Finding("off_screen", control.name, str(control.box))


def _is_under(scene: Scene, inner: int, outer: int) -> bool:
    while inner >= 0:
        if inner == outer:
            return True
        inner = scene.controls[inner].parent
    return False


def check_overlap(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """No two texts on one another, no text across a control that is not its own."""
    for one, two in combinations(scene.texts, 2):
        wide, high = one.ink.shared(two.ink)
        if wide > 2 and high > 2:
            detail = f"{wide:.0f}x{high:.0f} px with {_short(two.text)}"
            yield Finding("overlap", _short(one.text), detail)
    for node in scene.texts:
        for index, control in enumerate(scene.controls):
            if _is_under(scene, node.control, index) or control.box.holds(node.ink, 1):
                continue
            wide, high = node.ink.shared(control.box)
            if wide > 2 and high > 2:
                yield Finding("overlap", _short(node.text), f"with control {control.name}")


def _pairs(scene: Scene) -> Iterator[tuple[Control, Control]]:
    for (i, one), (j, two) in combinations(enumerate(scene.controls), 2):
        if not _is_under(scene, i, j) and not _is_under(scene, j, i):
            yield one, two


def check_gaps(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """Touch areas do not overlap and keep their distance."""
    least = rules.gap_mm * rules.px_per_mm - 1  # sizes are rounded to pixels
    for one, two in _pairs(scene):
        wide, high = one.touch.shared(two.touch)
        if wide > 0 and high > 0:
            yield Finding("overlap", one.name, f"with control {two.name}")
            continue
        gap = (max(-wide, 0.0) ** 2 + max(-high, 0.0) ** 2) ** 0.5
        if gap < least:
            yield Finding("gap", one.name, f"{gap / rules.px_per_mm:.2f} mm from {two.name}")


def check_targets(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """Touch areas are large enough, the main action of an elderly page larger still."""
    for control in scene.controls:
        least = _least_target(control, rules)
        wide, high = control.touch.w / rules.px_per_mm, control.touch.h / rules.px_per_mm
        if min(wide, high) < least - 0.15:
            yield Finding("target", control.name, f"{wide:.1f}x{high:.1f} mm, least {least}")
        if rules.elderly and control.main and (wide < MAIN_MM[0] or high < MAIN_MM[1] - 0.15):
            yield Finding("main_size", control.name, f"{wide:.1f}x{high:.1f} mm")


def _least_target(control: Control, rules: Rules) -> float:
    if not (_within(control, "Keypad") or _within(control, "Keyboard")):
        return rules.target_mm
    sizes = DIGIT_MM if control.name.isdigit() else KEY_MM
    return max(sizes[rules.elderly], FLOOR_MM)


def _within(control: Control, kind: str) -> bool:
    return _inside(control.path, (kind,))


def _inside(path: str, kinds: tuple[str, ...]) -> bool:
    return any(part.partition("#")[0] in kinds for part in path.split("/"))


def check_names(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """Whatever takes touches has a name and a role, and the keyboard reaches it."""
    for bare in scene.bares:
        if bare.path.endswith(rules.anywhere) and scene.controls:
            continue
        yield Finding("bare", bare.path, f"{bare.box.w:.0f}x{bare.box.h:.0f} px without a name")
    for control in scene.controls:
        if not control.name.strip():
            yield Finding("unnamed", control.path, str(control.role))
        elif control.enabled and not control.focusable:
            yield Finding("focus", control.name, "no key reaches it")
        if control.role in (QAccessible.Role.CheckBox, QAccessible.Role.RadioButton):
            continue
        if control.enabled and not control.clickable and not _has_clickable(scene, control):
            yield Finding("dead", control.name, "says it acts and takes no touch")


def _has_clickable(scene: Scene, control: Control) -> bool:
    index = scene.controls.index(control)
    return any(
        inner.clickable and _is_under(scene, at, index) for at, inner in enumerate(scene.controls)
    )


def check_twins(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """No two controls share a name, the fixed strip aside: a listener could not tell them apart."""
    seen: set[str] = set()
    for control in scene.controls:
        if not control.name or _within(control, rules.strip):
            continue
        if control.name in seen:
            yield Finding("twin", control.name, "two controls of this name")
        seen.add(control.name)


def check_language(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """Exactly one language, official names aside."""
    shown = [(n.text, n.path) for n in scene.texts if not _inside(n.path, rules.typed)]
    shown += [(control.name, control.path) for control in scene.controls]
    for text, path in dict.fromkeys(shown):
        rest = _TAG.sub(" ", text)
        for name in sorted(rules.official, key=len, reverse=True):
            rest = rest.replace(name, " ")
        if rules.lang.startswith("zh"):
            strange = [word for word in _LATIN.findall(rest) if word not in rules.latin]
        else:
            strange = [word for word in _HAN.findall(rest) if word != "中文"]
        if strange:
            yield Finding("language", _short(text), f"{' '.join(strange)} {path}")


def check_mains(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """At most one main action."""
    mains = [control.name for control in scene.controls if control.main]
    if len(mains) > 1:
        yield Finding("mains", mains[0], f"{len(mains)}: {', '.join(mains)}")


def check_type(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """No type below the smallest size, and no line too long to find the next one."""
    least = rules.smallest_mm * rules.px_per_mm
    for node in scene.texts:
        if node.em < least - 0.75:
            detail = f"{node.em / rules.px_per_mm:.1f} mm, least {rules.smallest_mm}"
            yield Finding("type_size", _short(node.text), detail)
        most = LINE_CHARS[rules.elderly]
        if rules.lang.startswith("zh") and node.lines > 1 and node.ink.w / node.em > most + 0.5:
            yield Finding("line", _short(node.text), f"{node.ink.w / node.em:.0f} characters")


def check_crowd(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """Not more to choose from at once than a person can take in; nothing ticked beforehand."""
    free = [c for c in scene.controls if not any(_within(c, kind) for kind in rules.apart)]
    if len(free) > CROWD[rules.elderly]:
        yield Finding("crowd", free[0].name, f"{len(free)} controls")
    for control in free:
        if rules.fresh and control.checked:
            yield Finding("ticked", control.name, "ticked before anybody touched it")


def strip_places(scene: Scene, rules: Rules) -> dict[str, Box]:
    """Where each control of the fixed strip stands, by name."""
    return {c.name: c.box for c in scene.controls if _within(c, rules.strip)}


def check_moved(before: dict[str, Box], now: dict[str, Box]) -> Iterator[Finding]:
    """What two screens share in the fixed strip stands in the same place (±1 px)."""
    for name in before.keys() & now.keys():
        one, two = before[name], now[name]
        if not (one.holds(two, 1) and two.holds(one, 1)):
            yield Finding("moved", name, f"{one} is now {two}")


def node_rect(node: TextNode, scene: Scene) -> Box:
    """The part of a text that can be seen."""
    return node.ink.cut(node.clip).cut(scene.screen)
