"""What a postal label says, as frozen values.

Who asks for a label masks what must not be read on an envelope; here nothing is hidden, and what a
person may read on the label never shows in a repr.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.label_printer.waybill import LabelError, checked

SIZES_MM = ((76, 130), (100, 150))
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Party:
    """Who gets or sends the envelope. `mark` is one or two characters in a black box."""

    mark: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, in the lower part."""

    label: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Label:
    """A label from top to bottom. LabelError codes: size, text, waybill, check_digit.

    `title` is the service, `route` the sorting code of the carrier ("" leaves its room to the
    others), `note` the line at the foot, `sample` the mark of sample data beside the title.
    """

    waybill: str
    title: str
    receiver: Party
    sender: Party
    facts: tuple[Fact, ...] = ()
    route: str = ""
    note: str = ""
    sample: str = ""
    size_mm: tuple[int, int] = (76, 130)

    def __post_init__(self) -> None:
        checked(self.waybill)
        if self.size_mm not in SIZES_MM:
            sizes = ", ".join(f"{wide}×{high}" for wide, high in SIZES_MM)
            raise LabelError("size", f"a label is one of {sizes} mm")
        parts = [self.title, self.route, self.note, self.sample]
        for party in (self.receiver, self.sender):
            parts += [party.mark, party.name, party.phone, party.address]
        for fact in self.facts:
            parts += [fact.label, fact.value]
        if any(len(part) > LONGEST_TEXT for part in parts):
            raise LabelError("text", f"a text of a label has at most {LONGEST_TEXT} characters")
