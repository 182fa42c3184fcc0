"""Looks at a shown window the way a strict reader would, and names everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtQuick import QQuickWindow

from ui.audit import checks, ink
from ui.audit.checks import Finding, Rules, check_moved, strip_places
from ui.audit.scene import Box, Scene, read_scene

__all__ = ["Box", "Finding", "Rules", "Scene", "audit", "check_moved", "read_scene", "strip_places"]

_CHECKS: tuple[Callable[[Scene, Rules], Iterator[Finding]], ...] = (
    checks.check_fit,
    checks.check_screen,
    checks.check_overlap,
    checks.check_gaps,
    checks.check_targets,
    checks.check_names,
    checks.check_twins,
    checks.check_language,
    checks.check_mains,
    checks.check_type,
    checks.check_crowd,
    ink.check_glyphs,
)


def audit(window: QQuickWindow, rules: Rules) -> tuple[Finding, ...]:
    """Run every check on the window as it stands; no finding means that nothing is wrong.

    The window must be shown and settled: a page still sliding in is off the screen.
    """
    image = window.grabWindow()  # also lays out what has changed since the last frame
    scene = read_scene(window, rules.signal)
    found = [finding for check in _CHECKS for finding in check(scene, rules)]
    found += ink.check_contrast(scene, rules, image)
    return tuple(dict.fromkeys(found))
