"""Single actions of a visit script, as the player takes them."""

from __future__ import annotations

from typing import Any


def press(id: str) -> dict[str, Any]:
    return {"press": id}


def screen(name: str) -> dict[str, Any]:
    return {"wait": {"screen": name}}


def to(screens: str) -> dict[str, Any]:
    return {"advance": {"to": screens, "max": "60"}}


def typed(field: str, text: str) -> dict[str, Any]:
    return {"type": {"field": field, "text": text}}


def idle(seconds: int) -> dict[str, Any]:
    return {"idle": str(seconds)}


def shot(name: str) -> dict[str, Any]:
    return {"shot": name}


def net(state: str) -> dict[str, Any]:
    return {"network": state}


def fault(role: str, kind: str, at: str = "") -> dict[str, Any]:
    return {"fault": {"role": role, "kind": kind} | ({"at": at} if at else {})}


def printer(kind: str) -> dict[str, Any]:
    return fault("receipt", kind)
