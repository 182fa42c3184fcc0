"""The two models of the sense of intent, learnt without a library: about 43,000 short sentences."""

from __future__ import annotations

import random
from array import array
from base64 import b64encode
from collections.abc import Sequence
from math import exp, sqrt
from typing import Any

from kiosk.domain.search.taste import BUCKETS, norm

EPOCHS, RATE, DECAY, BIAS_RATE = 3, 0.4, 2e-6, 0.01
STEPS = 127  # a weight is one signed byte
ROUNDS, RIDGE = 12, 1.0

Runs = Sequence[int]


def taste(examples: Sequence[tuple[Runs, bool]]) -> dict[str, Any]:
    """Logistic regression by AdaGrad (Duchi et al., JMLR 2011), both sides weighing the same."""
    ours = sum(answer for _, answer in examples)
    share = {True: len(examples) / 2 / ours, False: len(examples) / 2 / (len(examples) - ours)}
    weights, grown, bias = [0.0] * BUCKETS, [1e-3] * BUCKETS, 0.0
    decay = DECAY * len(examples) / 50
    order, chance = list(examples), random.Random(1)
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for runs, answer in order:
            wide = norm(list(runs))
            guess = _sigmoid(bias + sum([weights[run] for run in runs]) / wide)
            error = (guess - answer) * share[answer]
            bias -= BIAS_RATE * error
            error /= wide
            for run in runs:
                slope = error + decay * weights[run]
                grown[run] += slope * slope
                weights[run] -= RATE * slope / sqrt(grown[run])
    return _packed(weights, bias)


def _packed(weights: Sequence[float], bias: float) -> dict[str, Any]:
    scale = max(map(abs, weights)) / STEPS
    steps = array("b", (round(weight / scale) for weight in weights))
    return {"bias": round(bias, 4), "scale": round(scale, 6), "weights": b64encode(steps).decode()}


def odds(rows: Sequence[Sequence[float]], answers: Sequence[bool], weigh: Sequence[float]) -> Any:
    """Bias and one weight a column, by Newton's method with a small ridge."""
    width = len(rows[0]) + 1
    weights = [0.0] * width
    full = [[1.0, *row] for row in rows]
    for _ in range(ROUNDS):
        slope = [-RIDGE * (weight if n else 0.0) for n, weight in enumerate(weights)]
        bend = [[RIDGE * (a == b and a > 0) for b in range(width)] for a in range(width)]
        for row, answer, counts in zip(full, answers, weigh, strict=True):
            guess = _sigmoid(sum(map(float.__mul__, weights, row)))
            error, width_of = counts * (answer - guess), counts * guess * (1 - guess)
            for a in range(width):
                slope[a] += error * row[a]
                for b in range(a, width):
                    bend[a][b] += width_of * row[a] * row[b]
        for a in range(width):
            for b in range(a):
                bend[a][b] = bend[b][a]
        weights = [one + step for one, step in zip(weights, _solved(bend, slope), strict=True)]
    return weights


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss and Jordan, with the largest pivot."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for place in range(len(rows)):
        best = max(range(place, len(rows)), key=lambda n: abs(rows[n][place]))
        rows[place], rows[best] = rows[best], rows[place]
        head = [value / rows[place][place] for value in rows[place]]
        rows[place] = head
        for n, row in enumerate(rows):
            if n != place:
                rows[n] = [a - row[place] * b for a, b in zip(row, head, strict=True)]
    return [row[-1] for row in rows]


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, value))))
