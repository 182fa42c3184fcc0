"""Slip and platform: each fact in the form that paper and files have for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.visits.facts import ACCOUNT, MOBILE, PROMISE, Facts
from tests.visits.rules import absent, differs
from tests.visits.sixteen import ALLOWANCE
from tests.visits.words import dates

RATED = {ALLOWANCE: 5}
CHECK_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")
NAMES = {"zh_CN": "80岁老人津贴", "en": "Allowance at 80"}
PURPOSES = {"zh_CN": "买房或租房", "en": "Buying or renting a home"}
DAYS = re.compile(r"(\d+)(?:个工作日| working days)")


class Places(Facts):
    """What left the terminal, on paper and on the wire."""

    def slip(self) -> Iterator[str]:
        """One slip: filed when, accepted when, due when in double size; what and by whom."""
        yield from differs("slips", len(self.papers), 1)
        shown = dates(self.paper_text, self.lang, self.today)
        may = [self.today, self.accepted, self.due] if self.allowance else [self.today]
        yield from differs("days on the slip", shown, may)
        big = "\n".join(
            word.text
            for paper in self.papers
            for line in paper.lines
            for word in line
            if (word.wide, word.high) == (2, 2)
        )
        if not self.allowance:
            return
        yield from differs("day in large print", dates(big, self.lang, self.today), [self.due])
        yield from self.weekday("slip", big, self.due)
        clock = f"{self.filed_at.hour}:{self.filed_at.minute:02d}"
        yield from absent("time of handing in", clock, [self.paper_text])
        yield from absent("street of the address", self.person.street, [self.paper_text])
        name = NAMES[self.lang]
        yield from absent("matter on the slip", name, [self.paper_text])
        yield from absent("matter on the review", name, self.on("review"))
        yield from differs(
            "matter at the platform", self.seen.platform.row["matter_code"], "XC-MZ-008"
        )
        days = DAYS.findall(self.paper_text)
        yield from differs("days promised on the slip", days, [str(PROMISE)])
        shown_days = {n for _, text in self.glass for n in DAYS.findall(text)}
        yield from differs("days promised on the screen", shown_days, {str(PROMISE)})

    def codes(self) -> Iterator[str]:
        """What a scanner reads on glass and paper."""
        paper = self.seen.platform.document
        # A slip of a case carries its number and 130 bits that prove the slip to be in hand.
        token = r"[0-9A-HJKMNP-TV-Z]{26}"
        slip = next((c for p in self.papers for c in p.codes()), "")
        case_code = slip if re.fullmatch(rf"JB1/{self.case_no}/{token}", slip) else self.case_no
        wanted = [paper["verify_url"] if paper else case_code]
        if paper and not wanted[0].endswith(f"/verify/{paper['check_code']}"):
            yield "the address to verify does not end in the check code"
        on_paper = [code for paper in self.papers for code in paper.codes()]
        yield from differs("QR on the slip", on_paper, wanted)
        elderly = self.seen.run.profile == "elderly"
        if not elderly or self.seen.glass_codes:
            # Who looks over a shoulder must not hold the slip: the screen has the number alone.
            on_glass = [paper["verify_url"] if paper else self.case_no]
            yield from differs("QR on the screen", self.seen.glass_codes, on_glass)

    def filed(self) -> Iterator[str]:
        """What was answered arrived as it was answered."""
        side = self.seen.platform
        fields = side.filed["fields"]
        history = [event["state"] for event in side.history]
        yield from differs("cases", side.counts["cases"], 1)
        if self.allowance:
            wanted = {"applicant.mobile": MOBILE, "bank.account": ACCOUNT, "delivery.way": "mail"}
            yield from differs("filed fields", {k: fields.get(k) for k in wanted}, wanted)
            yield from absent("account's tail", ACCOUNT[-4:], self.on("review"))
            yield from differs("states", history, ["submitted", "accepted"])
        else:
            yield from differs("purpose filed", fields.get("reading.purpose"), "house")
            purpose = PURPOSES[self.lang]
            yield from absent("purpose on the slip", purpose, [self.paper_text])
            yield from absent("purpose on the screen", purpose, self.on("purpose"))
            yield from differs("state", side.view["state"], history[-1])

    def post(self) -> Iterator[str]:
        """The order to the carrier: to the person, at the address on the card, masked for staff."""
        side, one = self.seen.platform, self.person
        sent = side.delivery or {}
        yield from differs("receiver", sent.get("receiver_name"), one.name)
        yield from differs("mailed to", sent.get("address"), one.address)
        yield from differs("receiver's phone", sent.get("phone"), MOBILE)
        yield from differs("receiver for staff", (side.postal or {}).get("receiver"), one.masked)
        yield from differs("address for staff", (side.postal or {}).get("address"), one.street)
        short = one.address.removeprefix("湖北省襄阳市")
        yield from absent("address on the review", short, self.on("review"))
        if one.number in side.notices or MOBILE in side.notices:
            yield "the notices' file tells a number"

    def document(self) -> Iterator[str]:
        """Number, check code, holder, day and every row: slip as platform, and as /verify says."""
        side, one = self.seen.platform, self.person
        paper = side.document or {}
        done = self.on("done")
        numbers = {text for text in done if text.startswith("XCD")}
        yield from differs("document number on the screen", numbers, {paper["doc_no"]})
        yield from absent("document number on the slip", paper["doc_no"], [self.paper_text])
        codes = {text for text in done if CHECK_CODE.fullmatch(text)}
        yield from differs("check code on the screen", codes, {paper["check_code"]})
        yield from differs(
            "check code on the slip",
            set(CHECK_CODE.findall(self.paper_text)),
            {paper["check_code"]},
        )
        yield from differs("holder", paper["holder"], one.masked)
        yield from absent("masked number on the slip", one.masked_number, [self.paper_text])
        yield from differs("issued", paper["issued_on"], self.today.isoformat())
        flat = re.sub(r"\s", "", self.paper_text)
        for row in paper["rows"]:
            yield from absent(
                "row on the slip", re.sub(r"\s", "", row["label"] + row["value"]), [flat]
            )
        for told in (paper["digest"], paper["holder"], paper["issued_on"]):
            yield from absent("told by /verify", told, [side.verified])
        for hidden in (one.name, one.number, paper["doc_no"]):
            if hidden in side.verified:
                yield "/verify tells too much"
        readings = [(r["matter_code"], r["purpose"]) for r in side.readings]
        yield from differs("readings", readings, [("XC-RS-026", "house")])

    def rating(self) -> Iterator[str]:
        """The face that was touched, for this case."""
        wanted = [(self.case_no, RATED.get(self.seen.run.visit, 4))]
        given = [(r["case_no"], r["level"]) for r in self.seen.platform.ratings]
        yield from differs("ratings", given, wanted)
