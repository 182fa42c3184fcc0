"""What the Mandarin voice really says: its own phonemes, against characters of one reading only."""

from __future__ import annotations

import subprocess
import sys

import pytest

from drivers.speaker.lexicon import MANDARIN, SURNAMES, VOICES, WORDS, readable

# homophones, syllable by syllable, that have no second reading
SOUNDS = {
    "重庆": "虫庆", "重新": "虫新", "重复": "虫父", "重名": "虫名",
    "银行": "银航", "开户行": "开户航", "发卡行": "发卡航", "分行": "分航", "支行": "支航",
    "行业": "航业", "还款": "环款", "归还": "归环", "退还": "退环", "偿还": "偿环",
    "交还": "交环", "还给": "环给", "处理": "础里", "处分": "础份", "处罚": "础罚",
    "处置": "础置", "处方": "础方", "年长": "年掌", "家长": "家掌", "校长": "校掌",
    "局长": "局掌", "村长": "村掌", "长辈": "掌辈", "长者": "掌者", "长大": "掌大",
    "长子": "掌紫", "长女": "掌女", "生长": "生掌", "给付": "己付", "供给": "供己",
    "便宜": "骈移",
}  # fmt: skip
SAID_AS = dict(zip("单解仇曾区朴查盖", "善谢求增欧瓢扎葛", strict=True))
SAYING = """
import ctypes, sys
lib = ctypes.CDLL("libespeak-ng.so.1")
lib.espeak_Initialize(2, 0, None, 0)
assert lib.espeak_SetVoiceByName(sys.argv[1].encode()) == 0
lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
for line in sys.stdin:
    text = ctypes.create_string_buffer(line.strip().encode())
    at, out = ctypes.c_void_p(ctypes.addressof(text)), []
    while at.value:
        out.append((lib.espeak_TextToPhonemes(ctypes.byref(at), 1, 0) or b"").decode())
    print(" ".join(out).strip())
"""


def phonemes(*texts: str, voice: str = MANDARIN) -> list[str]:
    said = subprocess.run(
        [sys.executable, "-c", SAYING, voice],
        input="\n".join(texts) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.splitlines()


def test_every_word_of_the_lexicon_sounds_as_it_must() -> None:
    assert set(SOUNDS) == set(WORDS)
    words = list(WORDS)
    assert phonemes(*map(readable, words)) == phonemes(*(SOUNDS[word] for word in words))
    plain = phonemes(*words)
    wrong = [w for w, s, p in zip(words, phonemes(*SOUNDS.values()), plain, strict=True) if s != p]
    assert len(wrong) > len(words) / 2, "the voice has learnt them: the lexicon can go"


def test_surnames_are_read_as_such_in_front_of_an_address_and_nowhere_else() -> None:
    assert set(SAID_AS) == set(SURNAMES)
    asked = [f"{name}女士" for name in SURNAMES]
    assert phonemes(*map(readable, asked)) == phonemes(*(f"{SAID_AS[n]}女士" for n in SURNAMES))
    for text in ("查询", "单位", "解决", "区民政局", "盖章", "检查先生"):
        assert readable(text) == text


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("13800000000", "幺三八，零零零零，零零零零"),
        ("429999198603150029", "四二九九九九，幺九八六零三幺五，零零二九"),
        ("42999919860315002X", "四二九九九九，幺九八六零三幺五，零零二艾克斯"),
        ("电话12345。", "电话幺二三四五。"),
        ("2611 2300 0500 0423", "二六幺幺，二三零零，零五零零，零四二三"),
        ("共12500元", "共12500元"),
        ("3号窗口，2026年", "3号窗口，2026年"),
    ],
)
def test_long_numbers_are_read_digit_by_digit_in_groups_and_amounts_are_not(
    text: str, heard: str
) -> None:
    assert readable(text) == heard


def test_the_voice_named_cmn_says_mandarin_and_not_english_spelling() -> None:
    assert VOICES["cmn"] == MANDARIN
    said, spelled = phonemes("收到了"), phonemes("收到了", voice="cmn")
    assert "(en)" not in said[0]
    assert said != spelled
