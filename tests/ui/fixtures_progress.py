"""Pages of following a case, with the lengths that real cases bring."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.services.page import Act, Banner, Fact, Field, Page, Row, Section, Stop, Tick

Say = Callable[[str, str], str]
KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "delete")
NUMBER = "XC 2611 2300 0500 0423"


def _back(say: Say) -> Act:
    return Act("common.back", say("返回", "Back"), "arrow-left")


def _done(say: Say) -> Act:
    return Act("progress.done", say("看完了", "Finished"), "check")


def _next(say: Say) -> Act:
    return Act("common.next", say("下一步", "Next"), "arrow-right")


def _whole(id: str, text: str, icon: str, note: str = "") -> Row:
    return Row(value=text, note=note, mark=icon, act=Act(id, text), whole=True)


def _ask(say: Say, elderly: bool) -> list[Page]:
    typed = (
        say("输入编号", "Type the number")
        if elderly
        else say("输入小票上的编号", "Type the number on the slip")
    )
    page = Page(
        "progress",
        title=say("放身份证，或扫小票", "Card or slip, please"),
        lead=say(
            "身份证放在感应区，或者扫小票上的码。",
            "Put your card on the reader, or hold the slip's code to the scanner.",
        ),
        sections=(
            Section(
                "" if elderly else say("都没带？", "Neither at hand?"),
                (_whole("progress.type", typed, "receipt"),),
            ),
        ),
        remark=""
        if elderly
        else say("只用来找您自己的办件。", "Used only to find your own cases."),
        caption=say(
            "请把身份证放在感应区，或者把小票上的码对准扫码口。",
            "Put your card on the reader, or hold your slip to the scanner.",
        ),
        back=_back(say),
    )
    return [page]


def _typed(say: Say, elderly: bool) -> list[Page]:
    def page(screen: str, title: str, lead: str, label: str, shown: str, hint: str) -> Page:
        return Page(
            screen,
            title=title,
            lead=lead,
            field=Field(
                screen,
                label,
                "digits",
                shown,
                hint,
                KEYS,
                say("清空", "Clear"),
                say("删除", "Delete"),
            ),
            caption=title,
            back=_back(say),
            main=_next(say),
        )

    return [
        page(
            "progress_number",
            say("小票上的编号是多少？", "What is the number on the slip?"),
            say("只输后面16个数字。", "Only the 16 digits after the letters."),
            say("办件编号", "Case number"),
            NUMBER,
            say("有一位不对，请再看一看", "One digit is wrong, please look again"),
        ),
        page(
            "progress_password",
            say("小票上的密码是多少？", "What is the password on the slip?"),
            say("6个数字，就在编号下面。", "Six digits, just under the number."),
            say("查询密码", "Password"),
            "• • • • • •",
            say("编号或密码不对，还可以试4次", "Not right, 4 more tries"),
        ),
    ]


def _list(say: Say, elderly: bool) -> list[Page]:
    rows = (
        _whole(
            "progress.case:1",
            say("80岁老人津贴", "Allowance at 80"),
            "alert-triangle",
            say("要您补一下，11月18日办的", "Something is needed, filed November 18"),
        ),
        _whole(
            "progress.case:2",
            say("城乡居民基本养老保险待遇申领", "Residents' basic pension insurance benefit"),
            "alert-triangle",
            say("正在审核，超过12个工作日", "Being reviewed, 12 working days late"),
        ),
        _whole(
            "progress.case:3",
            say("打印社保证明", "Insurance record"),
            "file-text",
            say("办好了，11月17日办的", "Granted, filed November 17"),
        ),
        _whole(
            "progress.case:4",
            say("残疾人证补办", "Disability card, replacement"),
            "file-text",
            say("正在审核，最晚12月2日", "Being reviewed, by December 2"),
        ),
    )
    page = Page(
        "progress_list",
        title=say("您一共有4件事", "You have 4 cases"),
        over=say("第1页，共2页", "Page 1 of 2") if elderly else "",
        sections=(Section("", rows[:3] if elderly else rows),),
        caption=say(
            "您一共有四件事。想看哪件，就点哪件。",
            "You have 4 cases. Touch the one you want to see.",
        ),
        back=_back(say),
        other=Act("progress.older", say("看更早的", "Earlier ones"), "arrow-right")
        if elderly
        else None,
    )
    return [page]


def _case(say: Say, elderly: bool) -> list[Page]:
    name = say("80岁老人津贴", "Allowance at 80")
    stops = (
        Stop(
            "done",
            say("11月20日", "November 20"),
            say("收到您的申请", "Your application was received"),
        ),
        Stop(
            "done",
            say("11月24日", "November 24"),
            say("收到您补的内容", "What you added was received"),
        ),
        Stop(
            "current",
            say("最晚12月2日", "by December 2"),
            say("区医疗保障局审核", "Review: District Medical Insurance"),
            say("已经在催办", "Being hurried along"),
        ),
        Stop("later", "", say("办好后免费寄给您", "Will be mailed, free")),
    )
    rows = (
        _whole("progress.print", say("打一张进度小票", "Print this on a slip"), "printer"),
        _whole("progress.rate", say("给这件事打个分", "Rate this case"), "mood-smile"),
    )
    due = Fact(
        say("最晚办好", "Decided by"),
        say("12月2日", "December 2"),
        say("超过2个工作日", "2 working days late"),
    )
    page = Page(
        "progress_case",
        over=name if elderly else f"{name}　{NUMBER}",
        title=say("正在审核", "Being reviewed"),
        lead=say(
            "对不起，超过2个工作日了。正在催办。",
            "We are sorry: 2 working days late. It is being hurried along.",
        ),
        facts=(due,),
        stops=() if elderly else stops,
        stops_title="" if elderly else say("办到哪一步了", "How far it is"),
        sections=() if elderly else (Section("", rows[1:]),),
        other=None if elderly else Act("progress.print", say("打小票", "Print a slip"), "printer"),
        notice="" if elderly else say("小票打好了，请拿好", "The slip is ready, please take it"),
        caption=say(
            "正在审核。对不起，已经超过二个工作日，我们正在催办。",
            "Being reviewed. We are sorry: it is 2 working days late.",
        ),
        back=_back(say),
        main=_next(say) if elderly else _done(say),
    )
    return [page]


def _window(say: Say, elderly: bool) -> tuple[Row, ...]:
    rows = (
        Row(say("地点", "Where"), say("襄城区政务服务中心", "Xiangcheng Service Centre")),
        Row(say("时间", "Hours"), say("现在开着，17:30关", "Open now, until 17:30")),
        Row(say("电话", "Telephone"), "0710-3550001 / 12345"),
    )
    return rows[:2] if elderly else rows


def _none(say: Say, elderly: bool) -> list[Page]:
    page = Page(
        "progress_none",
        title=say("试的次数太多了", "Too many tries"),
        icon="info-circle",
        banner=Banner(
            say(
                "9:56再试，身份证现在能查。",
                "Try again after 9:56. With your card you can look now.",
            )
        ),
        sections=(
            Section(
                "" if elderly else say("可以问这里", "You can ask here"), _window(say, elderly)
            ),
        ),
        caption=say("试的次数太多了，请过一会儿再试。", "Too many tries. Please try later."),
        back=_back(say),
        main=_done(say),
    )
    return [page]


def _fix(say: Say, elderly: bool) -> list[Page]:
    rows = (
        Row(
            value=say("银行账号", "Bank account"),
            note=say("少了一位，和银行核对不上", "One digit is missing, the bank does not know it"),
            mark="pencil",
        ),
        Row(
            value=say("带来：户口簿", "Bring: household register"),
            note=say("照片看不清，请带原件", "The picture is not clear, please bring the original"),
            mark="file-text",
        ),
    )
    last = Fact(
        say("最晚哪天补", "Needed by"),
        say("12月14日", "December 14"),
        say("等待的日子不算在内", "Waiting days do not count"),
    )
    where = Section(say("要带的，送到这里", "Bring papers here"), _window(say, elderly))
    fix = Page(
        "progress_fix",
        over="" if elderly else say("80岁老人津贴", "Allowance at 80"),
        title=say("要补的内容", "What is needed"),
        lead=""
        if elderly
        else say(
            "银行账号核对不上，户口簿照片不清楚，请补正。",
            "The account could not be confirmed and the picture is not clear.",
        ),
        facts=() if elderly else (last,),
        sections=(Section("", rows),)
        if elderly
        else (Section(say("请补这些", "Please add these"), rows), where),
        notice=""
        if elderly
        else say("补的时候要放上本人身份证", "The applicant's own card is needed for this"),
        caption=say("一共要补二样，最晚十二月十四号。", "2 things are needed by December 14."),
        back=_back(say),
        main=Act("progress.fix.begin", say("现在就补", "Add it now"), "pencil"),
    )
    fixed = Page(
        "progress_fixed",
        over="" if elderly else say("80岁老人津贴", "Allowance at 80"),
        title=say("收到了，还有要带的", "Received, papers still to bring"),
        icon="done",
        banner=Banner(say("要带的材料请送到窗口。", "Please bring the papers to the window.")),
        sections=(
            Section(
                "" if elderly else say("要带的，送到这里", "Bring papers here"),
                _window(say, elderly),
            ),
        ),
        caption=say(
            "填的内容收到了。要带的材料，请送到窗口。",
            "Your entries were received. Please bring the papers to the window.",
        ),
        main=_done(say),
    )
    return [fix, fixed]


def _review(say: Say, elderly: bool) -> list[Page]:
    label, change = say("银行账号", "Bank account"), say("修改", "Change")
    act = Act(
        "common.change:bank.account",
        change,
        "pencil",
        name=say("修改银行账号", "Change bank account"),
    )
    tick = Tick(
        "review.true",
        say("我填的都是真的", "What I entered is true"),
        say("不真实要承担责任", "False statements have consequences"),
    )
    page = Page(
        "correct_review",
        title=say("您补的内容对不对？", "Is this right?"),
        sections=(Section("", (Row(label, "6217 9942 9990 0010 026", act=act),)),),
        ticks=() if elderly else (tick,),
        caption=say(
            "请看一看，对的就点一下方框，再交上去。",
            "Please look it over, tick the box and hand it in.",
        ),
        back=_back(say),
        main=_next(say) if elderly else Act("progress.hand_in", say("交上去", "Hand in"), "send"),
    )
    return [page]


def _rated(say: Say, elderly: bool) -> list[Page]:
    page = Page(
        "rated",
        title=say("谢谢您", "Thank you"),
        icon="done",
        banner=Banner(
            say("您的评价收到了。", "Your rating was received."),
            (say("我们会有专人核实。", "Somebody will look into it."),),
        ),
        caption=say("谢谢您，您的评价收到了。", "Thank you. Your rating was received."),
        main=_done(say),
    )
    return [page]


MAKERS = (_ask, _typed, _list, _case, _none, _fix, _review, _rated)
