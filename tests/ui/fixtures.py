"""Hand-made pages of every screen, with the words and lengths that real visits bring."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kiosk.services.page import (
    Act,
    Banner,
    Choice,
    Fact,
    Field,
    Page,
    Row,
    Section,
    Sign,
    Stop,
    Tick,
)

Say = Callable[[str, str], str]
KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "delete")


HOME = (
    (
        "home.progress",
        "progress-check",
        ("查进度", "Check progress"),
        ("办到哪一步了", "Where it is"),
    ),
    ("home.ticket", "ticket", ("取号", "Take a number"), ("到窗口先取号", "For a window")),
    ("home.print", "printer", ("打印证明", "Print records"), ("社保、医保、房产", "Insurance")),
    ("home.cannot", "message-report", ("有事办不成", "It did not work"), ("登记下来", "Report it")),
    ("home.rate", "mood-smile", ("评一评", "Rate us"), ("办完的事打个分", "A finished case")),
    ("home.help", "users", ("找人帮忙", "Ask for help"), ("有人来", "Staff come")),
)
ELDERLY_HOME = (
    ("home.pension", "coin-yuan", ("养老社保", "Pension"), ("", "")),
    ("home.medical", "heartbeat", ("看病医保", "Medical care"), ("", "")),
    ("home.progress", "progress-check", ("查进度", "Check progress"), ("", "")),
    ("home.print", "printer", ("打印证明", "Print records"), ("", "")),
    ("home.apply", "list-search", ("别的事", "Other matters"), ("", "")),
    ("home.help", "users", ("找人帮忙", "Ask for help"), ("", "")),
)


def strip(say: Say, *, attract: bool = False) -> tuple[Act, ...]:
    """The fixed strip; on the first screen the language takes the place of the end."""
    last = (
        Act("strip.language", say("English", "中文"), "language")
        if attract
        else Act("strip.end", say("结束办理", "End visit"), "logout")
    )
    return (
        Act("strip.help", say("求助", "Help"), "bell-ringing"),
        Act("strip.again", say("再听一遍", "Hear again"), "repeat"),
        Act("strip.volume", say("音量", "Volume"), "volume"),
        Act("strip.elderly", say("长辈模式", "Easy mode"), "old"),
        last,
    )


def pages(lang: str = "zh_CN", elderly: bool = False) -> dict[str, Page]:
    """One page a screen, by screen name."""

    def say(zh: str, en: str) -> str:
        return zh if lang == "zh_CN" else en

    out: dict[str, Page] = {}
    others = [_makers(path) for path in sorted(Path(__file__).parent.glob("fixtures_*.py"))]
    own = (_start, _identity, _matter, _asked, _way, _last, _done, _around)
    for make in (*own, *(maker for found in others for maker in found)):
        for page in make(say, elderly):
            out[page.screen] = replace(
                page,
                lang=lang,
                elderly=elderly,
                hall=page.hall or say("襄城区政务服务中心", "Xiangcheng Service Centre"),
                sample=say("样例数据", "Sample data"),
                strip=strip(say, attract=page.screen == "attract"),
                active_strip="strip.elderly" if elderly else "",
            )
    return out


def _makers(path: Path) -> tuple[Callable[[Say, bool], list[Page]], ...]:
    """MAKERS of another file of pages beside this one."""
    spec = importlib.util.spec_from_file_location(f"ui_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.MAKERS


def _steps(say: Say, n: int) -> dict[str, object]:
    return {"step": n, "steps": 6, "step_text": say(f"第{n}步，共6步", f"Step {n} of 6")}


def _back(say: Say) -> Act:
    return Act("action.back", say("返回", "Back"), "arrow-left")


def _next(say: Say) -> Act:
    return Act("action.next", say("下一步", "Next"), "arrow-right")


def _start(say: Say, elderly: bool) -> list[Page]:
    state = (
        Row(say("我要办事", "Apply for something"), say("可以办", "Open"), "done", "file-text"),
        Row(say("打印证明", "Print a record"), say("可以办", "Open"), "done", "printer"),
        Row(
            say("免费邮寄", "Free delivery"),
            say("今天16:00前寄出", "Sent today before 16:00"),
            "done",
            "mailbox",
        ),
        Row(
            say("打小票", "Paper slip"),
            say("没纸了，请到3号窗口", "No paper, see window 3"),
            "alert",
            "receipt",
        ),
    )
    attract = Page(
        "attract",
        say("点一下屏幕\n开始办事", "Touch here\nto begin"),
        lead=say("办事、打印、邮寄，都在这里。", "Apply, print and post, all here."),
        over=say("11月23日\u3000星期一", "Mon 23 Nov"),
        main=Act("attract.start", say("开始", "Begin"), "hand-click"),
        other=Act(
            "attract.elderly",
            say("长辈模式", "Easy mode"),
            "old",
            say("字大，说得慢，有人帮", "Large words, slow voice, a helper"),
        ),
        sections=(Section(say("今天能办什么", "What works today"), state),),
        remark=say(
            "本机24小时开。人工窗口今天 8:30–12:00，13:30–17:30。",
            "Open day and night. Staffed windows today 8:30–12:00 and 13:30–17:30.",
        ),
        caption=say("点一下屏幕就可以办事。", "Touch the screen to begin."),
    )
    tiles = tuple(
        Act(id, say(*words), icon, "" if elderly else say(*notes))
        for id, icon, words, notes in (ELDERLY_HOME if elderly else HOME)
    )
    going_on = Act("resume.open", say("接着办没办完的事", "Go on with what you left"), "repeat")
    left = Row(value=going_on.text, mark="repeat", act=going_on, whole=True)
    home = Page(
        "home",
        say("您想办什么事？", "What would you like to do?"),
        main=None if elderly else Act("home.apply", say("我要办事", "Apply"), "file-text"),
        other=None
        if elderly
        else Act(
            "home.search",
            say("搜一搜，比如“社保卡丢了”", "Search, for example “pension”"),
            "search",
        ),
        tiles=tiles,
        sections=() if elderly else (Section("", (left,)),),
        caption=say("您想办什么事？点一个就行。", "What would you like to do? Touch one."),
    )
    return [attract, home]


def _identity(say: Say, elderly: bool) -> list[Page]:
    identify = Page(
        "identify",
        say("请把身份证放在亮灯的地方", "Place your ID card where the light is"),
        lead=say(
            "有照片的一面朝上。听到“嘀”一声再拿。",
            "Photo side up. Take it after the beep.",
        ),
        back=_back(say),
        remark="" if elderly else say("只用来办这件事，办完就清掉", "Used for this visit only"),
        sections=(
            Section(
                say("没带身份证", "No card with you?"),
                (
                    Row(
                        value=say("请工作人员核对", "Ask the staff to check"),
                        mark="user-check",
                        whole=True,
                        act=Act("identify.clerk", ""),
                    ),
                ),
            ),
        ),
        caption=say(
            "请把身份证平放在亮灯的地方，听到“嘀”一声再拿。",
            "Lay your card flat where the light is and take it after the beep.",
        ),
        **_steps(say, 1),  # type: ignore[arg-type]
    )
    confirm = Page(
        "confirm",
        say("读好了，是您本人吗？", "Is this you?"),
        other=Act("confirm.no", say("不是我", "Not me"), "x"),
        main=Act("confirm.yes", say("是我", "Yes"), "check"),
        sections=(
            Section(
                "",
                (
                    Row(say("姓名", "Name"), "李*例", say("身份证上读到的", "From the card")),
                    Row(
                        say("身份证", "ID number"),
                        say("尾号0018", "ends in 0018"),
                        say("身份证上读到的", "From the card"),
                    ),
                ),
            ),
        ),
        caption=say(
            "读好了。请看一看，尾号零零幺八，是您本人吗？",
            "Please check: the number ends in 0 0 1 8. Is this you?",
        ),
        **_steps(say, 1),  # type: ignore[arg-type]
    )
    known = (
        Row(say("姓名", "Name"), "李样例", strong=elderly),
        Row(say("身份证", "ID number"), "429999********0018", strong=elderly),
        Row(
            say("领钱的卡", "Paid to"),
            say("社保卡，尾号0026", "Social card, 0026"),
            strong=elderly,
        ),
    )
    known_page = Page(
        "known",
        say("这些已经有了，对吗？", "We have these. Right?"),
        lead=say("不用您再填。", "You need not enter them again."),
        back=Act("known.change", say("要改", "Change"), "pencil"),
        main=Act("known.right", say("都对", "All right"), "check"),
        sections=(Section("", known),),
        caption=say(
            "这些不用您再填。看一看，对就点对，不对就点要改。",
            "You need not enter these. If they are right touch the yellow button.",
        ),
        **_steps(say, 3),  # type: ignore[arg-type]
    )
    return [identify, confirm, known_page]


def _matter(say: Say, elderly: bool) -> list[Page]:
    facts = (
        Fact(
            say("多久办好", "How long"),
            say("7个工作日", "7 days"),
            say("最晚12月2日，星期三", "by Wed 2 Dec at the latest"),
        ),
        Fact(say("收不收钱", "Fee"), say("免费", "Free"), say("邮寄也不收钱", "posting too")),
        Fact(
            say("谁能办", "For whom"),
            say("满80周岁", "80 or older"),
            say("户口在襄城区的老人", "registered in Xiangcheng"),
        ),
    )
    no_need = Section(
        say("这些不用带", "No need to bring"),
        (
            Row(
                value=say("身份证复印件", "Copy of the ID card"),
                note=say("刚才刷过身份证了", "the card was just read"),
                mark="done",
            ),
            Row(
                value=say("社保卡账户", "Social-card account"),
                note=say("我们向人社部门核对", "we check it ourselves"),
                mark="done",
            ),
            Row(
                value=say("申请表", "Application form"),
                note=say("系统替您填好，您看一遍", "filled in for you"),
                mark="done",
            ),
        ),
    )
    bring = Section(
        say("要带的", "Please bring"),
        (Row(value=say("您给自己办，什么都不用带", "For yourself: nothing at all")),),
    )
    matter = Page(
        "matter",
        say("80岁老人津贴", "Allowance for people over 80"),
        lead=say(
            "80周岁以上老年人高龄津贴 · 区民政局",
            "Old-age allowance · District Civil Affairs Bureau",
        ),
        back=_back(say),
        main=Act("matter.start", say("开始办理", "Start"), "arrow-right"),
        facts=facts[:1] if elderly else facts,
        sections=() if elderly else (no_need, bring),
        caption=say(
            "这件事七个工作日办好，不收钱，什么都不用带。",
            "Done within seven working days, free, nothing to bring.",
        ),
        **_steps(say, 2),  # type: ignore[arg-type]
    )
    question = Page(
        "question",
        say("您有社保卡吗？", "Do you have a social-security card?"),
        lead=say("津贴打到社保卡上。", "The allowance is paid to that card."),
        back=_back(say),
        choices=(
            Choice("question.yes", say("有", "Yes, I do"), icon="check"),
            Choice("question.no", say("没有", "No, I do not"), icon="x"),
        ),
        caption=say("您有社保卡吗？点一个。", "Do you have a social-security card? Touch one."),
        **_steps(say, 2),  # type: ignore[arg-type]
    )
    purpose = Page(
        "purpose",
        say("这份证明拿去做什么？", "What is the record for?"),
        lead=say("只记一个用途，不影响结果。", "It is only noted; the record is the same."),
        back=_back(say),
        main=_next(say),
        choices=(
            Choice("purpose.home", say("买房、租房", "Buying or renting a home")),
            Choice("purpose.loan", say("办贷款", "A loan")),
            Choice("purpose.work", say("找工作", "A job"), chosen=True),
            Choice("purpose.school", say("孩子上学", "A child's school")),
            Choice("purpose.other", say("别的用处", "Something else")),
        ),
        ticks=()
        if elderly
        else (
            Tick(
                "purpose.agree",
                say("同意读取我的参保记录", "I agree that my record is read"),
                say("只读这一次，只印在这张单子上。", "Once, for this slip only."),
            ),
        ),
        caption=say("这份证明拿去做什么？点一个。", "What is the record for? Touch one."),
        **_steps(say, 2),  # type: ignore[arg-type]
    )
    fetched = Section(
        "" if elderly else say("要查的", "What we look up"),
        (
            Row(
                say("社保卡账户", "Social-card account"),
                note=say("人社部门", "from Social Insurance"),
                mark="info-circle",
            ),
        ),
    )
    without = Section(
        "",
        (
            Row(
                value=say("不用查，我自己填", "I would rather enter it"),
                mark="pencil",
                whole=True,
                act=Act("materials.without", say("不用查，我自己填", "I would rather enter it")),
            ),
        ),
    )
    materials = Page(
        "materials",
        say("材料我们替您调", "We fetch the papers for you"),
        lead=say("您同意，我们才看。", "Only if you agree."),
        back=_back(say),
        main=_next(say),
        sections=(fetched, without),
        ticks=(
            Tick(
                "materials.consent",
                say("同意向人社部门核对社保卡账户", "I agree that my card account is looked up"),
                say("只查这一次，只用来办这件事。", "Once, and for this matter only."),
            ),
        ),
        caption=say("材料不用您交，请点同意。", "You need bring no papers. Please agree."),
        **_steps(say, 3),  # type: ignore[arg-type]
    )
    return [matter, question, purpose, materials]


def _asked(say: Say, elderly: bool) -> list[Page]:
    known = Section(
        say("这些已经有了，不用填", "We have these already"),
        (
            Row(say("姓名", "Name"), "李样例", strong=False),
            Row(say("身份证", "ID number"), "429999********0018", strong=False),
            Row(say("领钱的卡", "Paid to"), say("社保卡，尾号0026", "Card 0026"), strong=False),
        ),
        Act("known.change", say("要改", "Change"), "pencil"),
        done=True,
    )
    none = Section(
        "",
        (
            Row(
                value=say("我没有手机", "I have no mobile"),
                mark="arrow-right",
                whole=True,
                act=Act("form.no_mobile", say("我没有手机", "I have no mobile")),
            ),
        ),
    )
    number = Page(
        "sign_number",
        say("请输入身份证最后四位", "Enter the last four of your ID number"),
        lead=say("这就算您签了字。", "This counts as your signature."),
        back=_back(say),
        main=Act("sign.submit", say("签好了", "Signed"), "send"),
        field=Field(
            "sign.last_four",
            say("最后四位", "Last four"),
            "last_four",
            "00",
            say("还差2位", "2 digits missing"),
            (*KEYS[:10], "0", "X", "delete"),
            say("清空", "Clear"),
            say("删一位", "Delete"),
        ),
        caption=say("请输入身份证号的最后四位。", "Please enter the last four digits."),
        **_steps(say, 5),  # type: ignore[arg-type]
    )
    form = Page(
        "form",
        say("您的手机号是多少？", "What is your mobile number?")
        if elderly
        else say("只差一项：您的手机号", "One thing left: your mobile"),
        lead=say("办好了，发短信告诉您。", "We text you when it is done."),
        back=_back(say),
        main=_next(say),
        sections=(none,) if elderly else (known, none),
        field=Field(
            "applicant.mobile",
            say("手机号", "Mobile number"),
            "digits",
            "138 0000 00",
            say("还差2位", "2 digits missing"),
            KEYS,
            say("清空", "Clear"),
            say("删一位", "Delete"),
        ),
        caption=say(
            "请点数字，把手机号填上，一共十一位。填好了，请点“下一步”。"
            if elderly
            else "只差一项。请输入您的手机号，共十一位。",
            "Please enter your mobile number, eleven digits.",
        ),
        **_steps(say, 3),  # type: ignore[arg-type]
    )
    return [form, number]


def _way(say: Say, elderly: bool) -> list[Page]:
    other_address = Section(
        "",
        (
            Row(
                say("上次寄到", "Last time"),
                "襄城区檀溪街道",
                act=Act(
                    "delivery.change:1",
                    say("寄这里", "Use this"),
                    "map-pin",
                    name=say("寄到上次的地址", "Use the last address"),
                ),
            ),
        ),
    )
    delivery = Page(
        "delivery",
        say("办好以后，怎么拿通知书？", "How would you like to get the letter?"),
        lead=say("点一个。两样都不收钱。", "Touch one. Both are free."),
        back=_back(say),
        main=_next(say),
        choices=(
            Choice(
                "delivery.mail",
                say("免费邮寄到家", "By post, free"),
                (say("最晚12月2日办好，一般再过2天送到。", "Two days after 2 December."),),
                "mailbox",
                chosen=True,
                details=()
                if elderly
                else (
                    "李样例\u3000138****0000",
                    "襄城区檀溪街道示例路1号2栋301室",
                ),
            ),
            Choice(
                "delivery.pickup",
                say("自己来取", "Collect it here"),
                (say("到本中心3号窗口，带身份证。", "Window 3, with your ID card."),),
                "building-community",
            ),
        ),
        sections=() if elderly else (other_address,),
        ticks=()
        if elderly
        else (
            Tick(
                "mail.agree",
                say("同意把收件信息交给邮政", "I agree that the post gets my address"),
                say("只用来送这一件。", "For this item only."),
            ),
        ),
        caption=say("怎么拿通知书？点一个。", "How would you like to get it? Touch one."),
        **_steps(say, 4),  # type: ignore[arg-type]
    )
    address = Page(
        "address",
        say("寄到这里，对吗？", "Post it to this address?"),
        lead=say("身份证上的地址。", "The address on your card."),
        back=Act("address.no", say("不对", "No"), "x"),
        main=Act("address.yes", say("就寄这里", "Yes"), "check"),
        sections=(
            Section(
                "",
                (
                    Row(say("收件人", "To"), "李样例"),
                    Row(
                        say("地址", "Address"),
                        "湖北省襄阳市襄城区檀溪街道示例路1号2栋301室",
                    ),
                ),
            ),
        ),
        caption=say("地址对不对，请看一看。", "Please check the address."),
        **_steps(say, 4),  # type: ignore[arg-type]
    )
    consent = Page(
        "consent",
        say("请快递员送到家", "Handed to the postal service"),
        lead=say(
            "名字、电话、地址交给邮政，只用来送这一件。",
            "Name, phone and address go to the post for this item only.",
        ),
        back=_back(say),
        main=_next(say),
        ticks=(
            Tick(
                "consent.carrier",
                say("同意把收件信息交给邮政", "I agree to hand them over"),
                say("送到后邮政按规定清掉。", "Erased after delivery."),
                ticked=True,
            ),
        ),
        caption=say("同意的话，请点方框。", "If you agree, touch the box."),
        **_steps(say, 4),  # type: ignore[arg-type]
    )
    return [delivery, address, consent]


def _last(say: Say, elderly: bool) -> list[Page]:
    change = say("修改", "Change")
    card = say("身份证上的", "from card")

    def act(id: str, what: str) -> Act:
        return Act(f"review.change:{id}", change, "pencil", name=f"{change} {what}")

    rows = (
        Row(say("办什么事", "Matter"), say("80岁老人津贴", "Over-80 allowance")),
        Row(say("谁来领", "For"), "李样例", card),
        Row(say("身份证", "ID number"), "429999********0018", card),
        Row(say("手机号", "Mobile"), "138****0000", act=act("mobile", say("手机号", "the number"))),
        Row(
            say("领钱的卡", "Paid to"),
            say("社保卡，尾号0026", "Social card, 0026"),
            say("社保记录", "on record"),
        ),
        Row(
            say("怎么拿", "Letter"),
            say("免费邮寄到家", "By post, free"),
            act=act("way", say("怎么拿", "the way")),
        ),
        Row(
            say("寄到哪", "Post to"),
            "襄城区檀溪街道示例路1号2栋301室",
            act=act("address", say("地址", "the address")),
        ),
    )
    review = Page(
        "review",
        say("请最后看一遍", "Please check everything"),
        lead=say("有不对的，点旁边的“修改”。", "If anything is wrong touch Change."),
        back=_back(say),
        main=Act("review.send", say("交上去", "Send"), "send"),
        sections=(
            Section("", rows[3:6])
            if elderly
            else Section(
                say("申请表", "Application"),
                rows,
                Act("review.read_aloud", say("念给我听", "Read it out"), "volume"),
            ),
        ),
        ticks=()
        if elderly
        else (
            Tick(
                "review.true",
                say("我看过了，写的都是真的。", "I have read it and it is true."),
                say(
                    "情况变了，比如搬家，我会来说一声。",
                    "If things change I will come and say so.",
                ),
                ticked=True,
            ),
        ),
        caption=say(
            "请最后看一遍。都对，就点右下角“交上去”。",
            "Please check everything, then touch Send at the lower right.",
        ),
        **_steps(say, 5),  # type: ignore[arg-type]
    )
    sign = Page(
        "sign",
        say("请在框里写上名字", "Write your name in the box"),
        lead=say("用手指写，写不好可以重写。", "With your finger; you can start again."),
        back=_back(say),
        main=Act("sign.done", say("我签好了", "Signed"), "check"),
        pad=True,
        pad_clear=Act("sign.clear", say("重写", "Start again"), "eraser"),
        sections=(
            Section(
                "",
                (
                    Row(
                        value=say("不会写，用身份证后四位", "Use the last four digits instead"),
                        mark="id",
                        whole=True,
                        act=Act("sign.by_number", say("不会写，用身份证后四位", "Digits")),
                    ),
                ),
            ),
        ),
        caption=say(
            "请用手指在框里写上您的名字，写不好可以重写。",
            "Write your name in the box with your finger.",
        ),
        **_steps(say, 5),  # type: ignore[arg-type]
    )
    sending = Page(
        "sending",
        say("正在交上去，请等一等", "Sending, please wait"),
        lead=say("您填的都存好了，不会丢。", "Everything is saved and safe."),
        icon="hourglass",
        busy=True,
        caption=say("正在交上去，请等一等。", "Sending, please wait."),
        **_steps(say, 5),  # type: ignore[arg-type]
    )
    working = Page(
        "working",
        say("正在查，请等一等", "Looking it up, please wait"),
        busy=True,
        caption=say("正在查，请等一等。", "Looking it up, please wait."),
        **_steps(say, 3),  # type: ignore[arg-type]
    )
    return [review, sign, sending, working]


def _done(say: Say, elderly: bool) -> list[Page]:
    number = Fact(say("办件编号", "Your number"), "XC 2611 2300 0500 0423")
    due = Fact(
        say("最晚办好", "Done by"), say("12月2日", "2 December"), say("星期三，7个工作日", "Wed")
    )
    stops = (
        Stop("done", say("今天", "Today"), say("收到您的申请", "application received")),
        Stop(
            "current",
            say("12月2日前", "By 2 Dec"),
            say("区民政局审核", "checked by Civil Affairs"),
            say("您不用再跑，办好发短信到138****0000", "No need to come; we text 138****0000"),
        ),
        Stop(
            "later",
            say("12月4日左右", "About 4 Dec"),
            say("通知书寄到家", "letter posted to you"),
            say("不收钱。有事打0710-3550001", "Free. Questions: 0710-3550001"),
        ),
    )
    done = Page(
        "done",
        say("收到了", "Received"),
        icon="done",
        main=Act("done.finish", say("办完了", "Finish"), "check"),
        back=None,
        other=Act("done.more", say("再办一件", "Another matter")),
        facts=(due,) if elderly else (number, due),
        stops=() if elderly else stops,
        stops_title="" if elderly else say("接下来", "What comes next"),
        qr="" if elderly else "https://example.invalid/c/XC2611230005000423",
        qr_note=say("手机扫一扫，查进度", "Scan to follow it"),
        notice=say("小票打好了，请拿好", "Your slip is printed, please take it"),
        notice_act=Act("done.no_slip", say("没拿到", "No slip")),
        caption=say(
            "收到了。最晚十二月二号办好，到时候发短信告诉您。",
            "Received. It will be done by the second of December.",
        ),
        **_steps(say, 6),  # type: ignore[arg-type]
    )
    rate = Page(
        "rate",
        say("这次办得怎么样？", "How was it today?"),
        lead=say("点一个。您走了以后，工作人员才看得到。", "Staff see it only after you leave."),
        other=Act("rate.skip", say("不评了，结束", "Skip and end"), "arrow-right"),
        choices=(
            Choice("rate.5", say("非常满意", "Very good"), icon="mood-happy"),
            Choice("rate.4", say("满意", "Good"), icon="mood-smile"),
            Choice("rate.3", say("一般", "Fair"), icon="mood-empty"),
            Choice("rate.2", say("不满意", "Poor"), icon="mood-sad"),
            Choice("rate.1", say("非常不满意", "Very poor"), icon="mood-angry"),
        ),
        caption=say("这次办得怎么样？点一个，不想评也可以。", "How was it? Touch one, or skip it."),
    )
    end = Page(
        "end",
        say("办好了，请慢走", "All done, goodbye"),
        lead=say("刚才的内容已经清掉了。", "What you entered has been erased."),
        icon="done",
        notice=say("小票在下面，请拿好", "Your slip is below, please take it"),
        caption=say("请拿好身份证和小票，请慢走。", "Please take your card and slip. Goodbye."),
    )
    printing = Page(
        "printing",
        say("正在打印小票", "Printing your slip"),
        lead=say("请在下面等一等。", "It comes out below the screen."),
        icon="printer",
        busy=True,
        caption=say("正在打印小票，请等一等。", "Printing your slip, please wait."),
        **_steps(say, 6),  # type: ignore[arg-type]
    )
    return [done, rate, end, printing]


def _around(say: Say, elderly: bool) -> list[Page]:
    sign = Sign(
        say("3号窗口", "Window 3"),
        (
            say("一楼，往前走20米，右手边", "Ground floor, 20 m ahead, on the right"),
            say("现在开着，到12:00", "Open now, until 12:00"),
        ),
    )
    point = (
        Row(say("地方", "Place"), say("襄城区政务服务中心", "Xiangcheng Service Centre")),
        Row(say("时间", "Hours"), say("现在开着，到17:30", "Open now, until 17:30")),
        Row(say("地址", "Address"), "襄城区檀溪街道"),
        Row(say("电话", "Phone"), "0710-3550001"),
    )
    help_page = Page(
        "help",
        say("请到这里找人", "Somebody can help you here"),
        lead=say("您填的都还在，时间也停着。", "Nothing is lost and the clock stands still."),
        icon="users",
        main=Act("help.back", say("接着办", "Go on"), "arrow-right"),
        sign=sign if elderly else None,
        sections=() if elderly else (Section("", point),),
        caption=say("请到三号窗口找工作人员。", "Please ask the staff at window 3."),
    )
    leave = Page(
        "leave",
        say("真的不办了吗？", "Do you want to leave?"),
        lead=say("您填的都还在。", "Nothing is lost yet."),
        icon="logout",
        main=Act("leave.stay", say("接着办", "Go on"), "arrow-right"),
        back=Act("idle.save", say("先存着，下次接着办", "Keep it for later"), "device-floppy"),
        other=Act("idle.drop", say("不办了，清掉", "End and erase"), "logout"),
        caption=say("真的不办了吗？点一个。", "Do you want to leave? Touch one."),
    )
    idle = Page(
        "idle",
        say("您还在吗？", "Are you still there?"),
        lead=say(
            "您填的都还在。\n不点的话，到时间就清掉。",
            "Nothing is lost yet.\nWithout a touch it is erased.",
        ),
        main=Act("idle.stay", say("我还在", "I am here"), "hand-finger"),
        back=Act("idle.save", say("先存着，下次接着办", "Keep it for later"), "device-floppy"),
        other=Act("idle.drop", say("不办了，清掉", "End and erase"), "logout"),
        seconds_left=24,
        seconds_all=45 if elderly else 30,
        seconds_unit=say("秒", "s"),
        caption=say("您还在吗？还要办，请点“我还在”。", "Are you there? Touch the yellow button."),
        **_steps(say, 3),  # type: ignore[arg-type]
    )
    card = Page(
        "card",
        say("请拿好身份证", "Please take your card"),
        lead=say("您的卡还在机器上。", "It is still on the reader."),
        caption=say("请拿好您的身份证。", "Please take your identity card."),
    )
    notice = Page(
        "notice",
        say("现在还办不了", "Not possible yet"),
        lead=say("要满80周岁。您从2066年3月15日起能办。", "From age 80: from 15 March 2066."),
        other=Act("notice.finish", say("知道了", "Finish"), "check"),
        main=Act("notice.print", say("打印小票", "Print a slip"), "printer"),
        banner=Banner(
            say("没有办，也没有记下什么。", "Nothing was filed or kept."),
            (
                say("您的号码 XC 2611 2300 0500 0423", "Your number XC 2611 2300 0500 0423"),
                say("到时候带身份证来就行。", "Bring your ID card then."),
            ),
        ),
        sections=(
            Section(
                "" if elderly else say("要问的话，到这里", "Ask here"),
                point[:3] if elderly else point,
            ),
        ),
        notice=say("小票打好了，请拿好", "Your slip is printed, please take it"),
        caption=say("现在还办不了，可以打印小票。", "Not possible yet. You can print a slip."),
        **_steps(say, 2),  # type: ignore[arg-type]
    )
    ways = (
        Row(
            value=say("到3号窗口打印", "Print it at window 3"),
            note=say("往前走20米，右手边", "20 m ahead, on the right"),
            mark="map-pin",
            whole=True,
            act=Act("trouble.window", ""),
        ),
        Row(
            value=say("等一等", "Wait"),
            note=say("已叫工作人员来加纸", "Staff are on the way with paper"),
            mark="hourglass",
            whole=True,
            act=Act("trouble.wait", ""),
        ),
    )
    trouble = Page(
        "trouble",
        say("打印机没纸了", "The printer is out of paper"),
        icon="printer-off",
        banner=Banner(
            say("您的事已经交上去，没有丢。", "Your application is in."),
            (
                say("编号 XC 2611 2300 0500 0423", "Number XC 2611 2300 0500 0423"),
                say("最晚12月2日办好，不用重填。", "Done by 2 December."),
            ),
        ),
        sections=(Section(say("也可以", "You can also"), ways[:1] if elderly else ways),),
        other=Act("trouble.none", say("不要小票", "No slip")),
        main=Act("trouble.again", say("再打一次", "Try again"), "printer"),
        caption=say(
            "打印机没纸了。事情已经交上去，可以到窗口打印。",
            "Out of paper. Your application is in; window 3 can print it.",
        ),
        **_steps(say, 6),  # type: ignore[arg-type]
    )
    return [help_page, leave, idle, card, notice, trouble]
