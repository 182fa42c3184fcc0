"""One shape for every measured figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie, by nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked) + 0.5) - 1))]


def figure(
    name: str,
    values: Sequence[float],
    unit: str,
    *,
    target: str,
    baseline: str,
    command: str,
    value: float | None = None,
) -> dict[str, Any]:
    """A figure from its samples; `value` is their median unless another is given."""
    middle = percentile(values, 0.5)
    return {
        "name": name,
        "value": round(middle if value is None else value, 2),
        "unit": unit,
        "n": len(values),
        "p50": round(middle, 2),
        "p95": round(percentile(values, 0.95), 2),
        "p99": round(percentile(values, 0.99), 2),
        "target": target,
        "baseline": baseline,
        "command": command,
    }
