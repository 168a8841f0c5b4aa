"""Views: reads the queries whose answers pages show, and tells mistakes by file and line."""

import re
from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from kennisgraaf.errors import SourceError
from kennisgraaf.listing import Condition, conflicts, list_query, prologue_of
from kennisgraaf.sources.files import query_files
from kennisgraaf.sources.headers import Entry, QueryFile, not_sparql, read_query_file
from kennisgraaf.views import FACETS, PANELS, TAKEN, Cell, Column, Sign, Texts, View

MARKS = (
    *("full", "part", "counted", "none", "silent", "absent"),
    *("new", "changed", "done", "ended", "against", "same"),
)
"""How a value of a legend is marked: how fully it is said, and how it changed."""

_NEEDED = {
    FACETS: ("this", "value"),
    PANELS: ("this",),
    "map": ("this", "latitude", "longitude"),
    "timeline": ("this", "from", "until"),
    "changes": ("this", "kind"),
    "concepts": ("this", "concept", "broader", "uses"),
}
_KEYS = {"order", "column", "legend", "across", "together", "chips"}
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HINT = re.compile(r"hint-([a-z]{2,3})")
_COLUMN_LANGUAGES = ("nl", "en")


def read_views(folder: Path, names: tuple[str, ...], base_iri: str) -> tuple[View, ...]:
    """Read the views of folders named relative to ``folder``, and the program's own for the rest.

    Raises:
        SourceError: a file is not SPARQL, does not select what its kind needs, lacks its name, or
            has a header that is not understood.
    """
    views = [_read_view(path, name, base_iri) for name, path in _named_files(folder, names)]
    views.sort(key=lambda view: (view.kind, view.order, view.name))
    _require_listable([view for view in views if view.kind == FACETS], base_iri)
    own = {view.name for view in views}
    return (*views, *(view for view in default_views() if view.name not in own))


def default_views() -> tuple[View, ...]:
    """Give the views that a publication without its own gets."""
    with as_file(files("kennisgraaf.queries") / "views") as folder:
        paths = sorted(folder.glob("*.rq"))
        return tuple(_read_view(path, path.stem, "http://localhost/") for path in paths)


def _require_listable(facets: list[View], base_iri: str) -> None:
    """Refuse facets that cannot be part of the query of a list."""
    for view, prefix in conflicts(facets):
        raise SourceError(
            f"{view.name}.rq", f"the prefix {prefix}: is another namespace in another facet"
        )
    for view in facets:
        if view.name.rpartition("/")[2] in TAKEN:
            raise SourceError(f"{view.name}.rq", "lists have a parameter of this name already")
        condition = Condition(view, (Cell("literal", ""),))
        query = list_query(base_iri, base_iri, [condition], "en", union=True)
        if prologue_of(view.query).has_base or not _is_sparql(query, base_iri):
            raise SourceError(
                f"{view.name}.rq", "a facet is part of a larger query: leave out BASE and FROM"
            )


def _is_sparql(query: str, base_iri: str) -> bool:
    try:
        Store().query(query, base_iri=base_iri)
    except SyntaxError:
        return False
    return True


def _named_files(folder: Path, names: Iterable[str]) -> list[tuple[str, Path]]:
    """Name the view files: by their place below the folder that is named in the settings."""
    found: dict[str, Path] = {}
    for name in names:
        top = folder / name
        for path in query_files(folder, [name]):
            inside = path.relative_to(top) if top.is_dir() else Path(path.name)
            view = inside.with_suffix("").as_posix()
            if view in found:
                raise SourceError(str(path), f"{found[view]} is a view of this name as well")
            if (view if len(inside.parts) == 1 else inside.parent.as_posix()) not in _NEEDED:
                raise SourceError(
                    str(path), "a view stands in facets/ or panels/, or is map.rq, timeline.rq, …"
                )
            found[view] = path
    return list(found.items())


def _read_view(path: Path, name: str, base_iri: str) -> View:
    file = read_query_file(path)
    kind = name.rpartition("/")[0]
    selected = _selected(file, base_iri)
    missing = [f"?{needed}" for needed in _NEEDED[kind or name] if needed not in selected]
    if missing:
        raise SourceError(f"{path}:1", f"this view must select {' '.join(missing)}")
    texts, hints = _texts(file)
    if kind and not texts:
        raise SourceError(f"{path}:1", "begin with a name: `# nl: …`, `# en: …`")
    return View(
        name=name,
        query=file.text,
        texts=texts,
        hints=hints,
        order=_order(file),
        columns=tuple(_column(path, entry, selected) for entry in file.header.get("column", ())),
        legend=tuple(_sign(path, entry) for entry in file.header.get("legend", ())),
        across=_across(file, selected),
        together=tuple(
            _selected_variable(path, entry, variable, selected)
            for entry in file.header.get("together", ())
            for variable in entry.value.split()
        ),
        chips=file.words("chips") == "yes",
    )


def _selected(file: QueryFile, base_iri: str) -> list[str]:
    """Ask nothing at all, to know whether the query can be asked and what it selects."""
    try:
        answer = Store().query(file.text, base_iri=base_iri)
    except SyntaxError as error:
        raise not_sparql(file.path, error) from error
    if not isinstance(answer, QuerySolutions):
        raise SourceError(f"{file.path}:1", "a view must be a SELECT query")
    return [variable.value for variable in answer.variables]


def _texts(file: QueryFile) -> tuple[Texts, Texts]:
    """Give the names and the hints; refuse keys that are neither nor known."""
    texts, hints = {}, {}
    for key, entries in file.header.items():
        hint = _HINT.fullmatch(key)
        if hint:
            hints[hint[1]] = file.words(key)
        elif _LANGUAGE.fullmatch(key):
            texts[key] = file.words(key)
        elif key not in _KEYS:
            raise SourceError(f"{file.path}:{entries[0].line}", f"`{key}` is no header of a view")
    return texts, hints


def _order(file: QueryFile) -> int:
    for entry in file.header.get("order", ()):
        if not re.fullmatch(r"-?\d{1,6}", entry.value):
            raise SourceError(f"{file.path}:{entry.line}", "the order is a number")
        return int(entry.value)
    return 0


def _column(path: Path, entry: Entry, selected: list[str]) -> Column:
    written, *texts = _parts(entry)
    variable = _selected_variable(path, entry, written, selected)
    if not texts or len(texts) > len(_COLUMN_LANGUAGES):
        raise SourceError(f"{path}:{entry.line}", "write `# column: VARIABLE | naam | name`")
    return Column(variable, _by_language(texts))


def _sign(path: Path, entry: Entry) -> Sign:
    value, mark, *texts = (*_parts(entry), "", "")[:4]
    if mark not in MARKS or not texts[0]:
        raise SourceError(
            f"{path}:{entry.line}",
            f"write `# legend: VALUE | MARK | uitleg | meaning`, the mark one of {' '.join(MARKS)}",
        )
    return Sign(value, mark, _by_language([text for text in texts if text]))


def _across(file: QueryFile, selected: list[str]) -> tuple[str, ...]:
    for entry in file.header.get("across", ()):
        words = entry.value.split()
        variables = tuple(_selected_variable(file.path, entry, w, selected) for w in words)
        if len(variables) != 2:
            raise SourceError(f"{file.path}:{entry.line}", "write `# across: VARIABLE VARIABLE`")
        return variables
    return ()


def _selected_variable(path: Path, entry: Entry, written: str, selected: list[str]) -> str:
    variable = written.removeprefix("?")
    if variable not in selected:
        raise SourceError(f"{path}:{entry.line}", f"the query does not select ?{variable}")
    return variable


def _parts(entry: Entry) -> list[str]:
    first, *others = (part.strip() for part in entry.value.split("|"))
    return [first.removeprefix("?"), *others]


def _by_language(texts: list[str]) -> Texts:
    """Give texts their languages; one text is for all."""
    languages = _COLUMN_LANGUAGES if len(texts) > 1 else ("",)
    return dict(zip(languages, texts, strict=False))
