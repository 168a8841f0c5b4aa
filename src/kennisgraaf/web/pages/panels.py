"""Panels: tables on the page of an entity, as the publication's views fill them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kennisgraaf.listing import about_query
from kennisgraaf.store.views import About
from kennisgraaf.views import Cell, Column, Row, View
from kennisgraaf.web.language import Text
from kennisgraaf.web.pages.facets import term_of
from kennisgraaf.web.terms import Presenter, Source, Value

MOST_READ = 400
"""So many rows of a panel are read for a page."""

_MOST_SHOWN = 25
_Key = tuple[Cell | None, ...]


@dataclass(frozen=True)
class SignShown:
    """A value with a meaning: its mark, its name, and the words that explain it."""

    mark: str
    name: Text
    meaning: Text


@dataclass(frozen=True)
class CellShown:
    """What stands in a cell: values, a sign, or evidence."""

    values: tuple[Value, ...] = ()
    sign: SignShown | None = None
    evidence: tuple[Source, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        return not (self.values or self.sign or self.evidence)

    @property
    def is_number(self) -> bool:
        """Whether it is a number, to be put to the right."""
        return bool(self.values) and all(value.element == "data" for value in self.values)


@dataclass(frozen=True)
class PanelShown:
    """A table with its title; ``total`` rows of the answer, of which not all may be shown.

    What is ``first`` stands before the facts of the page.
    """

    name: str
    title: Text
    hint: Text | None
    columns: tuple[Text, ...]
    rows: tuple[tuple[CellShown, ...], ...]
    legend: tuple[SignShown, ...]
    total: int
    is_first: bool
    is_clipped: bool
    has_row_names: bool
    query: str


def panel_names(found: Iterable[About]) -> set[str]:
    """Give the IRIs that panels name, to look up their labels."""
    cells = (c for about in found for row in about.rows for c in row.cells.values())
    return {cell.value for cell in cells if cell.kind in ("iri", "graph")}


def panels_shown(found: Iterable[About], presenter: Presenter) -> list[PanelShown]:
    """Show the panels that have something about an entity."""
    return [_panel(about, presenter) for about in found]


def _panel(about: About, presenter: Presenter) -> PanelShown:
    view = about.view
    table = _across(about, presenter) if view.across else _table(about, presenter)
    names, rows = _without_empty_columns(*table)
    shown = {cell.sign.mark + cell.sign.name.text for row in rows for cell in row if cell.sign}
    signs = [_sign(view, sign.value, presenter) for sign in view.legend]
    return PanelShown(
        name=view.name.rpartition("/")[2],
        title=presenter.best(view.texts),
        hint=presenter.best(view.hints) if view.hints else None,
        columns=names,
        rows=rows[:_MOST_SHOWN],
        legend=tuple(s for s in signs if s and s.mark + s.name.text in shown),
        total=about.total,
        is_first=view.order < 0,
        is_clipped=len(rows) > _MOST_SHOWN or about.total > len(about.rows),
        has_row_names=bool(view.across),
        query=about_query(presenter.publication.base_iri, view, about.rows[0].this),
    )


def _table(about: About, presenter: Presenter) -> tuple[list[Text], list[tuple[CellShown, ...]]]:
    """Show rows; those that differ only in their evidence, or in what stands together, are one."""
    view = about.view
    columns = _columns(view, about.rows)
    same: dict[_Key, list[dict[Cell, None]]] = {}
    for row in about.rows:
        cells = [row.cells.get(column.variable) for column in columns]
        key = tuple(
            None if cell and (cell.kind == "graph" or column.variable in view.together) else cell
            for column, cell in zip(columns, cells, strict=True)
        )
        for found, cell in zip(same.setdefault(key, [{} for _ in columns]), cells, strict=True):
            found.update({cell: None} if cell else {})
    rows = [tuple(_cell(view, cells, presenter) for cells in row) for row in same.values()]
    return [_name(column, presenter) for column in columns], rows


def _across(about: About, presenter: Presenter) -> tuple[list[Text], list[tuple[CellShown, ...]]]:
    """Show a row for what is the same, with a column for each value of one variable."""
    over, held = about.view.across
    kept = [c for c in _columns(about.view, about.rows) if c.variable not in (over, held)]
    heads: dict[Cell | None, None] = {}
    same: dict[_Key, dict[Cell | None, Cell | None]] = {}
    for row in about.rows:
        head = row.cells.get(over)
        heads[head] = None
        key = tuple(row.cells.get(column.variable) for column in kept)
        same.setdefault(key, {})[head] = row.cells.get(held)
    ordered = sorted(heads, key=lambda cell: cell.value if cell else "")
    prefix = next((c for c in about.view.columns if c.variable == over), None)
    names = [_name(column, presenter) for column in kept]
    names += [_head(prefix, head, presenter) for head in ordered]
    rows = [
        (
            *(_cell(about.view, filter(None, [cell]), presenter) for cell in key),
            *(_cell(about.view, filter(None, [by_head.get(h)]), presenter) for h in ordered),
        )
        for key, by_head in same.items()
    ]
    return names, rows


def _columns(view: View, rows: Sequence[Row]) -> tuple[Column, ...]:
    """Give the columns that the view names, else one for each variable that is bound."""
    if view.columns:
        return view.columns
    variables = dict.fromkeys(variable for row in rows for variable in row.cells)
    return tuple(Column(variable, {"": variable}) for variable in variables)


def _without_empty_columns(
    names: list[Text], rows: list[tuple[CellShown, ...]]
) -> tuple[tuple[Text, ...], tuple[tuple[CellShown, ...], ...]]:
    used = [n for n in range(len(names)) if any(not row[n].is_empty for row in rows)]
    return tuple(names[n] for n in used), tuple(tuple(row[n] for n in used) for row in rows)


def _cell(view: View, found: Iterable[Cell], presenter: Presenter) -> CellShown:
    cells = list(found)
    evidence = presenter.evidence(cell.value for cell in cells if cell.kind == "graph")
    others = [cell for cell in cells if cell.kind != "graph"]
    sign = _sign(view, others[0].value, presenter) if others else None
    if sign and others[0].kind == "literal":
        return CellShown(sign=sign, evidence=evidence)
    return CellShown(tuple(presenter.value(term_of(cell)) for cell in others), evidence=evidence)


def _sign(view: View, value: str, presenter: Presenter) -> SignShown | None:
    """Give what a value means; what stands before a colon is its name."""
    sign = next((sign for sign in view.legend if sign.value == value), None)
    if sign is None:
        return None
    text = presenter.best(sign.texts)
    name, _, meaning = text.text.partition(":")
    return SignShown(
        sign.mark, Text(name.strip(), text.language), Text(meaning.strip(), text.language)
    )


def _name(column: Column, presenter: Presenter) -> Text:
    return presenter.best(column.texts)


def _head(prefix: Column | None, head: Cell | None, presenter: Presenter) -> Text:
    """Name the column of a value: ``report on 2023``."""
    value = presenter.value(term_of(head)) if head else None
    text = (value.link.label if value.link else value.text) if value else None
    shown = text or Text("–", "")
    before = presenter.best(prefix.texts).text if prefix else ""
    return Text(f"{before} {shown.text}".strip(), shown.language)
