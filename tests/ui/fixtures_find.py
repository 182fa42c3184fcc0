"""Sample pages of finding a matter: hub, records, list, departments, search, nothing found."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.services.page import Act, Field, Page, Row, Section
from kiosk.services.presenters.find_search import KEYS

Say = Callable[[str, str], str]

NAMES = (
    ("80岁老人津贴", "Allowance at 80", "80周岁以上老年人高龄津贴发放", 7),
    (
        "给自己办养老保险（没单位的）",
        "Join the residents' pension plan",
        "城乡居民基本养老保险参保登记",
        0,
    ),
    ("失能老人护理补助", "Care subsidy", "经济困难的高龄、失能等老年人补贴给付", 15),
    ("老人去世领丧葬费（居民养老）", "Funeral grant", "城乡居民基本养老保险丧葬补助金申领", 10),
    ("领养老金每年认证", "Yearly confirmation", "养老保险待遇领取资格认证", 1),
    ("打印社保证明", "Insurance record", "个人参保证明查询打印", 0),
)


def _row(say: Say, n: int, elderly: bool) -> Row:
    zh, en, official, days = NAMES[n]
    name = say(zh, en)
    here = n != 2
    place = say("这里能办", "Done here") if here else say("要到窗口", "At a window")
    time = (
        say(f"{days}个工作日", f"{days} working days") if days else say("马上办好", "done at once")
    )
    bring = say("不用带材料", "no papers") if here else say("要带3样", "bring 3")
    comma = say("，", ", ")
    act = Act(f"matters.choose:XC-MZ-00{n}", name)
    if elderly:
        return Row("", name, f"{place}{comma}{time}", act=act, whole=True)
    detail = f"{place}\n{time}{comma}{bring}"
    under = say(official, "District Social Insurance")
    return Row(under, name, detail, "check" if here else "map-pin", act=act, whole=True)


def _back(say: Say) -> Act:
    return Act("common.back", say("返回", "Back"), "arrow-left")


def _next(say: Say) -> Act:
    return Act("find.next", say("下一页", "Next page"), "arrow-right")


def _tiles(say: Say) -> tuple[Act, ...]:
    named = (
        ("old", "养老", "Old age", "old"),
        ("ill", "看病", "Illness", "heartbeat"),
        ("work", "工作", "Work", "briefcase"),
        ("house", "房子", "Housing", "home"),
        ("born", "生孩子", "Birth", "baby-carriage"),
        ("school", "上学", "School", "school"),
        ("died", "亲人过世", "A death", "flower"),
        ("business", "做生意", "Business", "building-store"),
    )
    return tuple(Act(f"find.list:event.{e}", say(zh, en), icon) for e, zh, en, icon in named)


def _hub(say: Say, elderly: bool) -> list[Page]:
    rows = tuple(_row(say, n, elderly) for n in (0, 5, 1))
    more = Act("find.often", say("更多", "More"), name=say("更多常办的", "More often used"))
    if elderly:
        return [
            Page(
                "matters",
                say("是哪方面的事？", "What is it about?"),
                tiles=_tiles(say)[4:],
                caption=say("是哪方面的事？点一个。", "What is it about? Touch one."),
                back=_back(say),
                other=_next(say),
                remark=say("第2页，共3页", "Page 2 of 3"),
            )
        ]
    return [
        Page(
            "matters",
            say("办哪一件？", "Which one?"),
            tiles=_tiles(say),
            sections=(Section(say("常办的", "Often used"), rows, act=more),),
            caption=say("办哪一件？点一下就行。", "Which one? Touch it."),
            back=_back(say),
            other=Act("find.departments", say("按部门找", "By department"), "building-community"),
            main=Act("find.search", say("搜一搜", "Search"), "search"),
        )
    ]


def _records(say: Say, elderly: bool) -> list[Page]:
    tiles = (
        Act("find.list:print.social", say("社保", "Insurance"), "credit-card"),
        Act("find.list:print.medical", say("医保", "Medical"), "heartbeat"),
        Act("find.list:print.house", say("房和公积金", "Housing"), "home"),
        Act("find.list:print.certificate", say("证书", "Certificates"), "certificate"),
        Act("find.list:print.other", say("别的", "Others"), "list-search"),
    )
    rows = tuple(_row(say, n, elderly) for n in (5, 4, 3))
    head = "" if elderly else say("常打的", "Often printed")
    page = Page(
        "records",
        say("您要打印什么？", "What shall be printed?"),
        tiles=() if elderly else tiles,
        sections=(Section(head, rows),),
        caption=say("要打印哪一种？点一下就行。", "Which record is it? Touch it."),
        back=_back(say),
        other=Act("find.other_ways", say("都不是，再找", "Not here, look on"), "arrow-right")
        if elderly
        else None,
    )
    return [page]


def _list(say: Say, elderly: bool) -> list[Page]:
    rows = tuple(_row(say, n, elderly) for n in range(3 if elderly else 6))
    return [
        Page(
            "matter_list",
            say("养老", "Old age"),
            sections=(Section("", rows),),
            caption=say("一共二十四件。是哪一件，点一下。", "24 in all. Touch the one you want."),
            back=_back(say),
            other=_next(say),
            remark=say("第1页，共4页", "Page 1 of 4"),
        )
    ]


def _departments(say: Say, elderly: bool) -> list[Page]:
    names = (
        ("区人社局", "District Social Insurance"),
        ("区医保局", "District Medical Insurance"),
        ("市公安局襄城分局", "City Police"),
        ("市不动产登记中心", "City Property Registry"),
        ("区市场监管局", "District Market Regulation"),
        ("区民政局", "District Civil Affairs"),
        ("区住建局", "District Housing"),
        ("襄城区税务局", "District Taxation"),
    )
    tiles = tuple(Act(f"find.list:dept.{n}", say(*name)) for n, name in enumerate(names))
    return [
        Page(
            "departments",
            say("是哪个部门管的？", "Which department?"),
            tiles=tiles[: 4 if elderly else 8],
            caption=say("是哪个部门管的？点一个。", "Which department is it? Touch one."),
            back=_back(say),
            other=_next(say),
            remark=say("第1页，共4页", "Page 1 of 4"),
        )
    ]


def _headings(say: Say, elderly: bool) -> list[Page]:
    names = (
        ("养老保险", "Pension insurance"),
        ("找工作" if elderly else "找工作、失业", "Work and unemployment"),
        ("单位办的", "For employers"),
        ("社保卡", "Social card"),
        ("工伤", "Injury and rights"),
        ("自己创业", "Starting on your own"),
    )
    return [
        Page(
            "headings",
            say("区人社局", "District Social Insurance"),
            tiles=tuple(Act(f"find.groups:dept.RS/{n}", say(*one)) for n, one in enumerate(names)),
            caption=say("要办哪一类的事？点一个。", "Which kind is it? Touch one."),
            back=_back(say),
            other=Act("find.none", say("都不是", "None of these")),
        )
    ]


def _search(say: Say, elderly: bool) -> list[Page]:
    rows = tuple(_row(say, n, False) for n in (0, 1, 2, 3))
    found = say("找到6件，最像的在前面", "6 found, best first")
    return [
        Page(
            "search",
            say("搜一搜", "Search"),
            field=Field(
                "find.words",
                say("打拼音，或每个字的头一个字母", "Type a word"),
                "letters",
                shown="lrbt",
                hint=say("找到6件", "6 found") if elderly else "",
                keys=KEYS,
                clear_text=say("清空", "Clear"),
                delete_text=say("删除", "Delete"),
                space_text=say("空格", "Space"),
            ),
            sections=() if elderly else (Section(found, rows),),
            caption=say("打拼音，或者每个字的头一个字母。", "Type a word."),
            back=_back(say),
            main=Act("find.results", say("看结果", "See results"), "arrow-right")
            if elderly
            else None,
            other=None if elderly else _next(say),
            remark="" if elderly else say("第1页，共2页", "Page 1 of 2"),
        )
    ]


def _none(say: Say, elderly: bool) -> list[Page]:
    ways = (
        ("find.search", say("搜一搜", "Search"), "search"),
        ("find.browse", say("按生活里的事找", "Browse by topic"), "list-search"),
        ("find.helper", say("找人帮忙", "Get help"), "users"),
        ("cannot.open", say("登记办不成的事", "Report that it did not work"), "message-report"),
    )
    rows = tuple(
        Row(value=text, mark=icon, act=Act(id, text, icon), whole=True) for id, text, icon in ways
    )
    return [
        Page(
            "find_none",
            say("没找到您要的那一件", "Not found"),
            lead=say("可以换个办法找，也可以请人帮忙。", "Try another way, or ask somebody."),
            sections=(Section("", rows),),
            caption=say("没找到也不要紧。", "Not found, but that is all right."),
            back=_back(say),
        )
    ]


MAKERS = (_hub, _records, _list, _departments, _headings, _search, _none)
