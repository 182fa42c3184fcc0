"""Words that the Mandarin voice reads wrongly by itself, with their pinyin, and how it is applied.

The voice takes pinyin with tone numbers in the middle of a text, so a word of several readings is
written out. Surnames are read as such only in front of a form of address. Numbers of five digits
and more are read digit by digit, 1 as yao, in groups with a pause between them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

MANDARIN = "sit/cmn-latn-pinyin"
VOICES: Mapping[str, str] = MappingProxyType({"cmn": MANDARIN, "zh": MANDARIN})
"""espeak-ng 1.51's own `cmn` reads the pinyin of most characters as if it were English."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "重庆": "chong2 qing4",
        "重新": "chong2 xin1",
        "重复": "chong2 fu4",
        "重名": "chong2 ming2",
        "银行": "yin2 hang2",
        "开户行": "kai1 hu4 hang2",
        "发卡行": "fa1 ka3 hang2",
        "分行": "fen1 hang2",
        "支行": "zhi1 hang2",
        "行业": "hang2 ye4",
        "还款": "huan2 kuan3",
        "归还": "gui1 huan2",
        "退还": "tui4 huan2",
        "偿还": "chang2 huan2",
        "交还": "jiao1 huan2",
        "还给": "huan2 gei3",
        "处理": "chu3 li3",
        "处分": "chu3 fen4",
        "处罚": "chu3 fa2",
        "处置": "chu3 zhi4",
        "处方": "chu3 fang1",
        "年长": "nian2 zhang3",
        "家长": "jia1 zhang3",
        "校长": "xiao4 zhang3",
        "局长": "ju2 zhang3",
        "村长": "cun1 zhang3",
        "长辈": "zhang3 bei4",
        "长者": "zhang3 zhe3",
        "长大": "zhang3 da4",
        "长子": "zhang3 zi3",
        "长女": "zhang3 nv3",
        "生长": "sheng1 zhang3",
        "给付": "ji3 fu4",
        "供给": "gong1 ji3",
        "便宜": "pian2 yi2",
    }
)
SURNAMES: Mapping[str, str] = MappingProxyType(
    {
        "单": "shan4",
        "解": "xie4",
        "仇": "qiu2",
        "曾": "zeng1",
        "区": "ou1",
        "朴": "piao2",
        "查": "zha1",
        "盖": "ge3",
    }
)
_ADDRESSED = "先生|女士|师傅|老师|同志"
_WORD = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
_SURNAME = re.compile(f"(?<![\u4e00-\u9fff])([{''.join(SURNAMES)}])(?={_ADDRESSED})")
_NUMBER = re.compile(r"(?<![\d.A-Za-z])\d(?: ?\d){4,}X?(?![\d.]*元|[\dA-Za-z])", re.ASCII)
_DIGITS = dict(zip("0123456789X", "零幺二三四五六七八九", strict=False)) | {"X": "艾克斯"}
_GROUPS = {18: (6, 8, 4), 11: (3, 4, 4)}
_FOUR, _SHORT = 4, 6


def readable(text: str) -> str:
    """A Chinese text as the Mandarin voice is to get it."""
    text = _NUMBER.sub(lambda found: _digit_by_digit(found[0].replace(" ", "")), text)
    text = _SURNAME.sub(lambda found: f" {SURNAMES[found[1]]} ", text)
    return _WORD.sub(lambda found: f" {WORDS[found[0]]} ", text)


def _digit_by_digit(number: str) -> str:
    """ID numbers 6-8-4, telephones 3-4-4, up to six digits in one go, everything else in fours."""
    fours = (len(number),) if len(number) <= _SHORT else (_FOUR,) * (len(number) // _FOUR + 1)
    sizes = _GROUPS.get(len(number), fours)
    groups: list[str] = []
    for size in sizes:
        groups.append("".join(_DIGITS[digit] for digit in number[:size]))
        number = number[size:]
    return "，".join(group for group in groups if group)
