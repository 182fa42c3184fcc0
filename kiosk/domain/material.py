"""Materials of a matter: where each comes from and what it is worth as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """For whom a material is needed at all."""

    ALWAYS = "always"
    ACTING_FOR_ANOTHER = "acting_for_another"
    MARRIED = "married"


class Source(StrEnum):
    """Who brings a material; only `citizen` has to be brought by the person."""

    LICENCE_REUSE = "licence-reuse"
    DEPARTMENT_CHECK = "department-check"
    CITIZEN = "citizen"
    SYSTEM_FORM = "system-form"


class Grade(StrEnum):
    """Evidence grades of the national guide on electronic licences: A from the issuer itself,
    B checked by a clerk, C uploaded by the person, D declared by the person."""

    ISSUER = "A"
    CLERK_CHECKED = "B"
    UPLOADED = "C"
    DECLARED = "D"


@dataclass(frozen=True, slots=True)
class Material:
    """One material. `commitment`: a signed statement may stand for it. `surrendered`: the
    original is kept. `copies` counts what has to be handed in; 0 where nothing has."""

    name: str
    need: Need
    source: Source
    form: str
    copies: int
    grade: Grade
    commitment: bool = False
    surrendered: bool = False

    def is_needed(self, *, acting: bool = False, married: bool = False) -> bool:
        """Whether this person needs it."""
        match self.need:
            case Need.ALWAYS:
                return True
            case Need.ACTING_FOR_ANOTHER:
                return acting
            case Need.MARRIED:
                return married

    @property
    def must_be_brought(self) -> bool:
        """Whether the person must bring it, once it is needed."""
        return self.source is Source.CITIZEN

    @property
    def for_everybody(self) -> bool:
        """Whether nobody's answers can spare it."""
        return self.need is Need.ALWAYS


def needed(
    materials: tuple[Material, ...], *, acting: bool = False, married: bool = False
) -> tuple[Material, ...]:
    """The materials that one person's answers leave over, in the matter's order."""
    return tuple(m for m in materials if m.is_needed(acting=acting, married=married))


def union(*lists: tuple[Material, ...]) -> tuple[Material, ...]:
    """The materials of several matters, each once: by name, the stricter demand winning."""
    found: dict[str, Material] = {}
    for material in (m for one in lists for m in one):
        kept = found.get(material.name)
        if kept is None or _strictness(material) > _strictness(kept):
            found[material.name] = material
    return tuple(found.values())


def _strictness(material: Material) -> tuple[bool, bool, int]:
    return (material.need is Need.ALWAYS, material.must_be_brought, material.copies)
