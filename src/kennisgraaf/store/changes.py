"""Changes: what differs between successive reports, gathered from the view of that name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kennisgraaf.store.views import Views
from kennisgraaf.views import Cell, Row, View

NAME = "changes"
MOST_ROWS = 50_000
"""So many rows are gathered; a page that tells of more would help nobody."""

_LISTS = {"before": "before", "after": "after", "passage": "passages", "class": "classes"}


@dataclass
class Change:
    """How what two reports say of a thing differs; the rows of one ``?change`` make one.

    Attributes:
        this: which thing.
        kind: of which kind; ``told`` chooses the sentence, or ``""``.
        about: which property; ``None`` for the thing as such.
        before: what the earlier report says; ``after``, what the later one says.
    """

    this: str
    kind: str
    told: str = ""
    about: Cell | None = None
    currency: str = ""
    since: Cell | None = None
    year: Cell | None = None
    before: list[Cell] = field(default_factory=list)
    after: list[Cell] = field(default_factory=list)
    passages: list[Cell] = field(default_factory=list)
    classes: list[Cell] = field(default_factory=list)

    @property
    def period(self) -> str:
        """From which report to which; ``""`` where the view does not tell."""
        return f"{self.since.value}-{self.year.value}" if self.since and self.year else ""

    def iris(self) -> set[str]:
        """Name all that a page shows of it by a label."""
        shown = [*self.before, *self.after, *self.passages, *self.classes]
        cells = [cell for cell in (*shown, self.about) if cell is not None]
        return {self.this, self.kind, *(c.value for c in cells if c.kind in ("iri", "graph"))}


class Changes:
    """The changes of a version, in the order of the view."""

    def __init__(self, views: Views) -> None:
        self.view: View | None = views.by_name.get(NAME)
        self.all = gathered(views.rows(NAME, MOST_ROWS)) if self.view else []
        counted = views.counts.get(NAME)
        self.is_clipped = counted is not None and (counted.is_clipped or counted.rows > MOST_ROWS)


def gathered(rows: Iterable[Row]) -> list[Change]:
    """Gather the rows of each change; where the view names none, each row is one."""
    found: dict[tuple[str, str], Change] = {}
    for number, row in enumerate(rows):
        kind = row.cells.get("kind")
        if kind is None:
            continue
        named = row.cells.get("change")
        change = found.setdefault(
            (row.this, named.value if named else str(number)), Change(row.this, kind.value)
        )
        _add(change, row.cells)
    return list(found.values())


def in_order(changes: Iterable[Change], told: Sequence[str]) -> list[Change]:
    """Put the most telling kinds first, as the legend has them; of a kind the richest first."""
    rank = {name: number for number, name in enumerate(told)}
    return sorted(changes, key=lambda change: (rank.get(change.told, len(rank)), not change.before))


def _add(change: Change, cells: dict[str, Cell]) -> None:
    for name, attribute in _LISTS.items():
        held: list[Cell] = getattr(change, attribute)
        if name in cells and cells[name] not in held:
            held.append(cells[name])
    change.about = change.about or cells.get("property")
    change.since = change.since or cells.get("since")
    change.year = change.year or cells.get("year")
    change.told = change.told or _value(cells, "told")
    change.currency = change.currency or _value(cells, "currency")


def _value(cells: dict[str, Cell], name: str) -> str:
    return cells[name].value if name in cells else ""
