from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.services.messages import load

ROOT = Path(__file__).parents[2]
CODE = [*ROOT.glob("kiosk/**/*.py"), *ROOT.glob("ui/**/*.py")]
BANNED_ZH = re.compile(
    "提交失败|校验|鉴权|异常|超时|无效|接口|参数|系统错误|重试|终端|令牌|null|请勿|错误代码"
)
BANNED_EN = re.compile(r"\b(error|invalid|null|timeout|exception|failed|retry|terminal)\b", re.I)
STAFF = ("dock.",)
PAPER = ("slip.",)
OFFICIAL = ("matter.official.", "point.", "matter.over")
HOLDER = re.compile(r"\{([a-z_]+)\}")


def says(key):
    return key.endswith((".say", "_say")) or ".say_" in key


def sentences(text):
    text = HOLDER.sub("二十二", text)
    return [part for part in re.split(r"[。！？\n]", text) if part]


def length(text):
    return len(re.sub(r"[，、。？！：；“”（）\s　·–—]", "", text))


def problems(key, column, text):
    found = []
    elderly, english = column in (1, 3), column >= 2
    if (BANNED_EN if english else BANNED_ZH).search(text):
        found.append("a word that people do not say")
    if english:
        if re.search(r"[一-鿿]", text) and key != "strip.english":
            found.append("Chinese in an English text")
        return found
    if re.search(r"[A-Za-z]{2,}", HOLDER.sub("", text)) and key != "strip.english":
        found.append("Latin words in a Chinese text")
    if says(key):
        whole = length(HOLDER.sub("二十二号", text))
        if whole > (40 if elderly else 60):
            found.append(f"{whole} characters spoken")
    elif not key.startswith((*PAPER, *OFFICIAL)):
        longest = max((length(s) for s in sentences(text)), default=0)
        if longest > (16 if elderly else 24):
            found.append(f"a sentence of {longest} characters on the screen")
    return found


def test_every_text_is_short_plain_and_in_one_language():
    wrong = [
        f"{key}[{column}]: {text}: {'; '.join(found)}"
        for key, texts in load().items()
        if not key.startswith(STAFF)
        for column, text in enumerate(texts)
        if (found := problems(key, column, text))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("key", "column", "text"),
    [
        ("x.title", 0, "系统错误"),
        ("x.title", 2, "Invalid input"),
        ("x.title", 1, "这是一句对长辈来说实在太长太长的话呀"),
        ("x.say", 1, "很长" * 30),
        ("x.title", 2, "您好"),
        ("x.title", 0, "请 login 一下"),
    ],
)
def test_the_lint_finds_what_it_is_for(key, column, text):
    assert problems(key, column, text)


def test_both_languages_of_a_message_take_the_same_values():
    for key, texts in load().items():
        if not key.startswith("date."):  # a month is a number here and a word there
            zh, zh_plain, en, en_plain = (set(HOLDER.findall(text)) for text in texts)
            assert zh == en, key
            assert zh_plain == en_plain, key


def test_every_message_that_the_code_names_is_there():
    named = set()
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        pattern = r"\"((?:[a-z][a-z_0-9]*\.)+[a-zA-Z_0-9\-]+)\""
        if path.parts[-2] in ("presenters",) or path.name in ("slips.py", "wording.py"):
            named |= set(re.findall(pattern, text))
    fields = re.compile(r"^(applicant|bank|delivery\.(way|address)$|household|reading|sign\.last)")
    areas = {key.split(".")[0] for key in load()}
    missing = {
        name
        for name in named
        if name not in load()
        and name.split(".")[0] in areas
        and not fields.match(name)
        and not any(key.startswith(f"{name}.") for key in load())
    }
    assert missing == set()


# Names that the code puts together; what stands for a part is checked against its own list.
MADE = re.compile(
    r"(working|sending|printing)\.(title|lead|say)|identify\.(reading|again|not_id)\.say"
    r"|social\.[a-z_]+\.say|(frame\.gap|check)\.[a-z_.]+\.say|(month|weekday|rate)\.\d+|point\.SP0\d\d|hall\.SP0\d\d"
    r"|(notice|trouble)\.(?!print)[a-z_]+\.(title|lead|safe|safe_filed|line|say)|check\.[a-z_.]+|inputs\.(region|date|door)\..*"
    r"|source\.[a-z]+|purpose\.[a-z]+|slip\.(material|way)\.[a-z-]+|department\.[A-Z]{2,3}"
    r"|field\.[a-z_.]+\.(label|ask|prompt|help|say|value|none)|question\.[a-z_]+\.[a-z]+"
    r"|matter\.(name|official|who|who_note|fee)\.XC-[A-Z]{2,3}-\d{3}|matter\.(item|why)\..+"
    r"|done\.(step_paper_(post|point)|(waiting|kept|received)(_lead)?)|slip\.(title|material)\.[a-z_]+"
    r"|matter\.(who|who_note)\.(person|enterprise|both|other)|option\.[a-z_.]+\.[a-z0-9_]+|later\.[a-z_]+"
    r"|papers\.(none|locked|offline|gone|refused|forged)\.(title|safe|say)|readings\.((item|why)\.[a-z_-]+|open_note)"
    r"|(reprint|verify)\.[a-z_]+_(note|label|lead|title|say|again)|slips\.(kind\.[a-z]+|[a-z]+_say)"
    r"|way\.[a-z_]+\.[a-z_.]+|authorise\.(own|other|scope|term)\.[a-zA-Z.]+|acting\.same\.say"
    r"|identify\.(e_id_other|e_id|number|vouch|stored)"
    r"|progress\.[a-z_.]+\.say|(service|health)\.gap\.[a-z]+\.say"
    r"|(area|topic)\.[a-z_]+|home\.[a-z_]+_note|materials\.(item|say)\.[a-z.]+|frame\.volume_now\.say"
    r"|captured?\.(paper|photo)\.(title|lead|say)|capture\.[a-z_]+\.(paper|photo)"
)


def unread(messages):
    text = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    return {
        key
        for key in messages
        if not (f'"{key}"' in text or f"'{key}'" in text or MADE.fullmatch(key))
    }


def test_every_message_is_read_by_somebody():
    assert unread(load()) == set()
    assert unread(["help.always", "slip.hall"]) == {"help.always", "slip.hall"}


def test_every_error_says_what_happened_what_is_safe_and_what_to_do():
    kinds = {k.split(".")[1] for k in load() if k.startswith("notice.") and k.endswith(".title")}
    for kind in kinds:
        for part in ("title", "lead", "safe", "line", "say"):
            assert f"notice.{kind}.{part}" in load(), kind


def test_the_built_catalogue_is_that_of_the_sources():
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "build_messages.py"), "--check"], check=False
    )
    assert done.returncode == 0
