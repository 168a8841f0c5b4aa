"""Assessment: what validation and the reports say of a version, as its folder holds it."""

import msgspec

ASSESSMENT = "quality.json"


class Instance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that a rule is about: an IRI or a text, and where it stands (``file:line``)."""

    focus: str
    is_iri: bool = False
    path: str = ""
    value: str = ""
    place: str = ""
    messages: dict[str, str] = {}


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What a shape or a check found: how often, and the first of it.

    ``source`` is the IRI of the shape, or the name of the check. ``messages`` are by language.
    """

    severity: str
    source: str
    path: str
    messages: dict[str, str]
    count: int
    instances: tuple[Instance, ...]


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a chapter of a report.

    ``lines`` are those with words, 0 where the text was not at hand; ``covered`` are those of them
    that a passage holds.
    """

    heading: str
    first_line: int
    passages: int
    statements: int
    lines: int
    covered: int


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a report: as a ``Chapter``, and by chapter."""

    report: str
    year: str
    passages: int
    statements: int
    lines: int
    covered: int
    chapters: tuple[Chapter, ...]


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """How a dataset was validated.

    ``is_verified`` tells whether the reports were at hand. ``derivations`` are the IRIs of the ways
    in which statements follow from passages. ``shapes`` and ``questions`` are counts.
    """

    rules: tuple[Rule, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    is_verified: bool = False
    derivations: dict[str, str] = {}
    shapes: int = 0
    questions: int = 0


def write_assessment(assessment: Assessment) -> bytes:
    """Write an assessment as JSON."""
    return msgspec.json.format(msgspec.json.encode(assessment), indent=2) + b"\n"


def read_assessment(content: bytes) -> Assessment:
    """Read what ``write_assessment`` wrote."""
    return msgspec.json.decode(content, type=Assessment)
