"""Chinese postal addresses, as far as a terminal must understand them."""

from __future__ import annotations

import re

REGION = re.compile(
    r"(?P<province>[^省区市]{2,8}?(?:省|自治区|特别行政区)|(?:北京|上海|天津|重庆)市)?"
    r"(?P<city>[^市盟区县省]{2,10}?(?:市|自治州|地区|盟))?"
    r"(?P<county>[^市县区旗街路][^市县区旗街镇乡路]{0,9}?(?:自治县|林区|新区|区|县|市|旗))?"
)
SUBDISTRICT = re.compile(r"[^街镇乡路号区县市]{1,10}?(?:街道|镇|乡|苏木)")


def region_of(address: str) -> str:
    """Province, city and county as written at the head of an address; "" where none is."""
    found = REGION.match(address.strip())
    return found[0] if found else ""


def subdistrict_of(address: str) -> str:
    """An address up to its street office, town or township; up to the county without one."""
    text = address.strip()
    region = region_of(text)
    found = SUBDISTRICT.match(text, len(region))
    return region + (found[0] if found else "")
