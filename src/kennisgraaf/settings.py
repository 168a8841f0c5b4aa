"""The publication: what is published, by whom, from which folders, within which limits."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from kennisgraaf.iris import is_iri, one_word
from kennisgraaf.namespaces import WELL_KNOWN_PREFIXES

Language = Annotated[str, Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
Texts = Annotated[dict[Language, str], Meta(min_length=1)]
Iri = Annotated[str, Meta(min_length=1)]
Address = Annotated[str, Meta(pattern=r"^https?://[^\s<>@]+$")]
Addresses = tuple[Address, ...]
Prefix = Annotated[str, Meta(pattern=r"^([A-Za-z][\w-]*)?$")]
Count = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(gt=0)]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of publication.toml."""


class Publisher(_Table, frozen=True):
    """The agent that is responsible for the publication."""

    iri: Iri
    name: Texts


class Contact(_Table, frozen=True):
    """Where questions about the publication go."""

    name: Texts
    url: Iri


class Folders(_Table, frozen=True):
    """Folders or files, relative to publication.toml."""

    data: tuple[str, ...]
    ontology: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    views: tuple[str, ...] = ()


class Inference(_Table, frozen=True):
    """Where inferred triples stand."""

    graph: Iri


class Evidence(_Table, frozen=True):
    """The terms that describe a passage; every named graph that is a ``passage`` is evidence.

    ``named`` are classes: an entity of one that a passage's graph names must be printed there.
    """

    passage: Iri
    report: Iri
    heading: Iri
    first_line: Iri
    last_line: Iri
    begin: Iri
    end: Iri
    digest: Iri
    derivation: Iri
    file: Iri
    year: Iri
    passages: Iri
    reports: Iri
    named: tuple[Iri, ...] = ()


class Series(_Table, frozen=True):
    """How the reports are listed as a series of data sets."""

    title: Texts
    description: Texts


class Catalogue(_Table, frozen=True):
    """What the description of the data set for catalogues says beyond the rest (DCAT-AP)."""

    keyword: Texts | None = None
    themes: tuple[Iri, ...] = ()
    spatial: tuple[Iri, ...] = ()
    frequency: Iri | None = None
    email: Annotated[str, Meta(pattern=r"^[^@\s<>]+@[^@\s<>]+$")] | None = None
    series: Series | None = None


class RemoteStoreSettings(_Table, frozen=True):
    """A SPARQL 1.1 server that holds the statements, in place of this program's own store.

    ``query`` is its address for queries. It is given a version by ``update`` (SPARQL Update) or by
    ``graph_store``, which takes a whole data set by PUT; each is a list where a balancer at
    ``query`` chooses between replicas. ``default_graph`` is for a server without a default graph of
    its own: so begins the name of the graph with the merge of all graphs of a version; each query
    names its data set then, and both addresses are needed. Credentials are never settings.
    """

    query: Address
    update: Addresses = ()
    graph_store: Addresses = ()
    default_graph: Iri | None = None
    authentication: Literal["basic", "digest"] = "basic"

    def __post_init__(self) -> None:
        """Refuse settings by which no version can be given.

        Raises:
            ValueError: an address is missing, or there are two ways.
        """
        ways = (bool(self.update), bool(self.graph_store))
        if self.default_graph is None and ways.count(True) != 1:
            raise ValueError("give one of `update` and `graph_store`")
        if self.default_graph is not None and (len(self.update), len(self.graph_store)) != (1, 1):
            raise ValueError("give `update` and `graph_store`, one address each")


class Limits(_Table, frozen=True):
    """What one query may take, and how many are answered at a time."""

    query_seconds: Seconds = 10.0
    query_memory_mib: Annotated[int, Meta(ge=64)] = 1024
    query_result_mib: Count = 512
    query_characters: Count = 100_000
    query_depth: Count = 100
    query_patterns: Count = 100
    query_operators: Count = 1000
    query_processes: Annotated[int, Meta(ge=1, le=64)] = 4
    queries_per_client: Count = 2
    queue_seconds: Seconds = 5.0
    page_size: Annotated[int, Meta(ge=1, le=10_000)] = 25


class Kind(_Table, frozen=True):
    """A class by which visitors enter, with its name in the plural."""

    iri: Iri
    name: Texts


class Pages(_Table, frozen=True):
    """What pages for people show first, and where they send who found a mistake.

    ``feedback`` is a ``mailto:`` address, or the address of a form that takes ``title`` and
    ``body`` in its query, as those of issue trackers do. ``columns`` names the variables of
    questions where their answers are shown.
    """

    kinds: tuple[Kind, ...] = ()
    feedback: Iri | None = None
    columns: dict[str, Texts] = {}


class Publication(_Table, frozen=True):
    """All settings of one publication; every IRI is absolute."""

    base_iri: Annotated[str, Meta(pattern=r"^https?://[^\s<>\"{}|\\^`]+/$")]
    title: Texts
    description: Texts
    publisher: Publisher
    contact: Contact
    licence: Iri
    folders: Folders
    languages: Annotated[tuple[Language, ...], Meta(min_length=1)]
    prefixes: dict[Prefix, Iri]
    inference: Inference | None = None
    evidence: Evidence | None = None
    catalogue: Catalogue | None = Catalogue()
    pages: Pages = Pages()
    store: RemoteStoreSettings | None = None
    union_default_graph: bool = True
    limits: Limits = Limits()

    def iri(self, reference: str) -> str:
        """Make a reference absolute; the base ends in a slash, and no reference climbs."""
        return absolute(reference, self.base_iri)

    def reference(self, iri: str) -> str:
        """Write an IRI as one word: of one below ``id/`` its concept and reference."""
        return one_word(iri.removeprefix(f"{self.base_iri}id/"))

    @property
    def slug(self) -> str:
        """The reference of the data set: its title, folded to letters and digits."""
        title = self.title[next(iter(self.title))]
        return "-".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())

    @property
    def dataset(self) -> str:
        """The IRI of the data set."""
        return self.iri(f"id/dataset/{self.slug}")


def absolute(reference: str, base: str) -> str:
    """Put the base before a relative reference (an empty fragment is kept, as in ``ns/x#``)."""
    return reference if is_iri(reference) else base + reference


def parse_publication(tables: dict[str, Any]) -> Publication:
    """Check the tables of a publication and make every IRI absolute.

    Raises:
        msgspec.ValidationError: a key is unknown or missing, or a value is not as it should be.
    """
    publication = msgspec.convert(tables, Publication)
    # Converted twice: the base must be known to be good before the rest is resolved against it.
    return msgspec.convert(_with_absolute_iris(tables, publication.base_iri), Publication)


def publication_of_files(files: Sequence[Path], origin: str, union: bool) -> Publication:
    """Make the settings for files that have none: their names are the title."""
    names = ", ".join(path.name for path in files[:3]) + (" …" if len(files) > 3 else "")
    end = "" if len(files) > 3 else "."
    title = {"nl": names, "en": names}
    return Publication(
        base_iri=origin,
        title=title,
        description={
            "nl": f"Bestanden die hier worden bekeken: {names}{end}",
            "en": f"Files that are looked at here: {names}{end}",
        },
        publisher=Publisher(iri=origin, name=title),
        contact=Contact(name=title, url=origin),
        licence="http://publications.europa.eu/resource/authority/licence/OP_DATPRO",
        folders=Folders(data=tuple(path.name for path in files)),
        languages=("nl", "en"),
        prefixes=dict(WELL_KNOWN_PREFIXES),
        catalogue=None,
        union_default_graph=union,
    )


def write_publication(publication: Publication) -> str:
    """Write a publication as JSON, so that a version folder is complete in itself."""
    return msgspec.json.format(msgspec.json.encode(publication), indent=2).decode() + "\n"


def read_written_publication(text: str) -> Publication:
    """Read what ``write_publication`` wrote."""
    return msgspec.json.decode(text, type=Publication)


_IRI_KEYS = {
    "": {"licence"},
    "publisher": {"iri"},
    "contact": {"url"},
    "inference": {"graph"},
    "evidence": set(Evidence.__struct_fields__) - {"named"},
    "catalogue": {"frequency"},
    "pages": {"feedback"},
    "store": {"default_graph"},
}
_IRI_LISTS = {"catalogue": {"themes", "spatial"}, "evidence": {"named"}}


def _with_absolute_iris(tables: dict[str, Any], base: str) -> dict[str, Any]:
    """Resolve every IRI of the tables against the base IRI."""

    def resolved(value: str, key: str) -> str:
        iri = absolute(value, base)
        if not is_iri(iri):
            raise msgspec.ValidationError(f"`{value}` is not an IRI - at `$.{key}`")
        return iri

    result = dict(tables)
    for key in _IRI_KEYS[""]:
        result[key] = resolved(tables[key], key)
    for table in _IRI_KEYS.keys() & tables.keys():
        lists = _IRI_LISTS.get(table, set())
        result[table] = {
            key: resolved(value, f"{table}.{key}")
            if key in _IRI_KEYS[table]
            else [resolved(iri, f"{table}.{key}") for iri in value]
            if key in lists
            else value
            for key, value in tables[table].items()
        }
    if "kinds" in tables.get("pages", {}):
        kinds = tables["pages"]["kinds"]
        result["pages"]["kinds"] = [
            kind | {"iri": resolved(kind["iri"], f"pages.kinds[{number}].iri")}
            for number, kind in enumerate(kinds)
        ]
    result["prefixes"] = {
        prefix: resolved(value, f"prefixes.{prefix}")
        for prefix, value in tables["prefixes"].items()
    }
    return result
