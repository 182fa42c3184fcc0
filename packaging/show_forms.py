"""Print forms for reading: `python packaging/show_forms.py [--lang en] [CODE…]`; all by default."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kiosk.domain.forms import FormField
from kiosk.domain.loader import shipped
from kiosk.services.messages import Words
from kiosk.services.wording import official_name


def lines(code: str, words: Words) -> list[str]:
    """A form as it is read: name, then each field with its question, check and condition."""
    form, matter = shipped().forms[code], shipped().catalogue[code]
    what = "/".join(part for part in (matter.kiosk_mode, f"level {form.assurance.value}") if part)
    out = [f"{code}  {official_name(words, matter)}  [{what}]"]
    out += [_line(field, words) for field in form.fields]
    out += [f"    later: {words(f'later.{name}')}" for name in form.later]
    return out


def _line(field: FormField, words: Words) -> str:
    one = shipped().fields[field.id]
    asked = words(words.first(f"field.{field.id}.prompt", f"field.{field.id}.label"))
    options = " | ".join(words(f"{one.labels}.{option}") for option in one.options[:12])
    when = f"   (if {field.when_field} = {field.when_value})" if field.when_field else ""
    return f"    {field.id}: {asked} <{one.check}> {options}{when}"


def main() -> int:
    """Exit 2 for a code that has no form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", choices=("zh_CN", "en"), default="zh_CN")
    parser.add_argument("codes", nargs="*")
    given = parser.parse_args()
    words, forms = Words(given.lang), shipped().forms
    unknown = [code for code in given.codes if code not in forms]
    if unknown:
        print(f"no form is made for {', '.join(unknown)}", file=sys.stderr)
        return 2
    for code in given.codes or forms:
        print("\n".join(lines(code, words)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
