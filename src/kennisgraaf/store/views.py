"""Views: the answers to the views of a version, read from its index."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import msgspec

from kennisgraaf.store.connections import Connections
from kennisgraaf.versions import ANSWERS, VIEWS, Version
from kennisgraaf.views import PANELS, Cell, Row, View, read_written_views


@dataclass(frozen=True)
class Counted:
    """How many rows of a view are kept, and whether there were more."""

    rows: int
    is_clipped: bool


@dataclass(frozen=True)
class About:
    """The rows of a view about one entity: the first of ``total``."""

    view: View
    rows: tuple[Row, ...]
    total: int


class Views:
    """The views of a version and their answers; may be asked by several threads."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._answers = Connections(version.path / ANSWERS)

    @cached_property
    def by_name(self) -> dict[str, View]:
        """The views, by name."""
        views = read_written_views((self._version.path / VIEWS).read_bytes())
        return {view.name: view for view in views}

    @cached_property
    def counts(self) -> dict[str, Counted]:
        """How many rows each view has, by name."""
        rows = self._answers.rows("views.sql")
        return {name: Counted(rows, bool(clipped)) for name, rows, clipped in rows}

    @cached_property
    def lexical_forms(self) -> dict[str, str]:
        """How the data write decimals, by how the store does where it drops zeros."""
        return dict(self._answers.rows("lexical-forms.sql"))

    def of_kind(self, kind: str) -> list[View]:
        """List the views of a kind, in their order."""
        views = (view for view in self.by_name.values() if view.kind == kind)
        return sorted(views, key=lambda view: (view.order, view.name))

    def rows(self, name: str, limit: int, offset: int = 0) -> list[Row]:
        """Give rows of a view, in its order; none of a view that there is not."""
        rows = self._answers.rows("answers.sql", view=name, limit=limit, offset=offset)
        return [_row(subject, cells) for subject, cells in rows]

    def subjects(self, name: str, limit: int) -> list[tuple[str, int]]:
        """Give what the rows of a view are about, and how many rows are about each."""
        return self._answers.rows("view-subjects.sql", view=name, limit=limit)

    def about(self, iris: Iterable[str], names: Iterable[str], most: int) -> list[About]:
        """Give the first rows of views about entities, by entity and view."""
        rows = self._answers.rows(
            "answers-about.sql",
            subjects=json.dumps(list(iris)),
            views=json.dumps(list(names)),
            most=most,
        )
        found: dict[tuple[str, str], list[Row]] = {}
        totals: dict[tuple[str, str], int] = {}
        for name, subject, cells, total in rows:
            found.setdefault((name, subject), []).append(_row(subject, cells))
            totals[name, subject] = total
        return [About(self.by_name[key[0]], tuple(found[key]), totals[key]) for key in found]

    def panels(self, iri: str, most: int) -> list[About]:
        """Give the panels that have something about an entity, in their order."""
        order = {view.name: number for number, view in enumerate(self.of_kind(PANELS))}
        found = self.about([iri], order, most)
        return sorted(found, key=lambda about: order[about.view.name])


def _row(subject: str, cells: str) -> Row:
    return Row(subject, msgspec.json.decode(cells, type=dict[str, Cell]))
