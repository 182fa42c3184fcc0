"""Code 128 (ISO/IEC 15417) as a label printer draws it by itself: sets B and C, pairs of digits."""

from __future__ import annotations

# widths of bars and spaces, six digits for each of the symbol characters 0 to 105
WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132"
    "122231113222123122123221223211221132221231213212223112312131311222321122321221312212"
    "322112322211212123212321232121111323131123131321112313132113132311211313231113231311"
    "112133112331132131113123113321133121313121211331231131213113213311213131311123311321"
    "331121312113312311332111314111221411431111111224111422121124121421141122141221112214"
    "112412122114122411142112142211241211221114413111241112134111111242121142121241114212"
    "124112124211411212421112421211212141214121412121111143111341131141114113114311411113"
    "411311113141114131311141411131211412211214211232"
)
PATTERNS = (*(WIDTHS[at : at + 6] for at in range(0, 636, 6)), "2331112")
START_B, START_C, TO_B, TO_C, STOP = 104, 105, 100, 99, 106


def values(text: str) -> list[int]:
    """Symbol values from the start to the check character; ValueError for what is not ASCII."""
    if not text or any(not " " <= char <= "~" for char in text):
        raise ValueError("code 128 takes printable ASCII here")
    out: list[int] = []
    in_c, at = None, 0
    while at < len(text):
        digits = len(text[at:]) - len(text[at:].lstrip("0123456789"))
        if digits >= (2 if in_c else 4):
            if not in_c:
                out.append(START_C if in_c is None else TO_C)
                in_c = True
            out.append(int(text[at : at + 2]))
            at += 2
            continue
        if in_c is not False:
            out.append(START_B if in_c is None else TO_B)
            in_c = False
        out.append(ord(text[at]) - 32)
        at += 1
    weighed = sum(max(1, place) * value for place, value in enumerate(out))
    return [*out, weighed % 103]


def modules(text: str) -> str:
    """The bars as modules, "1" black, without quiet zones."""
    widths = "".join(PATTERNS[value] for value in (*values(text), STOP))
    return "".join(("1" if place % 2 == 0 else "0") * int(w) for place, w in enumerate(widths))
