"""Found terms: which terms of others stand in copies of their vocabularies, as a graph."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Dataset, Literal, NamedNode, RdfFormat, parse

from kennisgraaf.errors import SourceError
from kennisgraaf.namespaces import DCT, RDF_TYPE
from kennisgraaf.publication.vocabulary import RELATIONS

_COLUMNS = {"file", "namespaces", "source"}


@dataclass(frozen=True)
class VocabularyFile:
    """A copy of a vocabulary: a file, the namespaces that it is of, and where it was taken from."""

    file: str
    namespaces: tuple[str, ...]
    source: str


def read_vocabulary_list(path: Path) -> list[VocabularyFile]:
    """Read a CSV list with the columns ``file``, ``namespaces`` (parted by spaces) and ``source``.

    Raises:
        SourceError: a column is missing.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = _COLUMNS - set(reader.fieldnames or ())
        if missing:
            raise SourceError(f"{path}:1", f"the columns are {', '.join(sorted(_COLUMNS))}")
        return [
            VocabularyFile(row["file"], tuple(row["namespaces"].split()), row["source"])
            for row in reader
        ]


def terms_of_others(dataset: Dataset, base_iri: str) -> set[str]:
    """List the classes and properties of others that the data use or the own terms relate to."""
    terms = {quad.predicate.value for quad in dataset}
    for predicate in (RDF_TYPE.value, *RELATIONS):
        for quad in dataset.quads_for_predicate(NamedNode(predicate)):
            is_own = str(quad.subject).startswith(f"<{base_iri}ns/")
            if isinstance(quad.object, NamedNode) and (is_own or quad.predicate == RDF_TYPE):
                terms.add(quad.object.value)
    return {term for term in terms if not term.startswith(base_iri)}


def find_terms(
    terms: set[str], vocabularies: Iterable[VocabularyFile], folders: Iterable[Path]
) -> tuple[dict[str, set[str]], list[str]]:
    """Look for terms in copies of their vocabularies, each in the first folder that has it.

    Returns:
        The sources by term, and by namespace that was looked in; and the files that are missing.

    Raises:
        SourceError: a file is no RDF.
    """
    found: dict[str, set[str]] = defaultdict(set)
    missing: list[str] = []
    for vocabulary in vocabularies:
        path = next((f / vocabulary.file for f in folders if (f / vocabulary.file).is_file()), None)
        if path is None:
            missing.append(vocabulary.file)
            continue
        subjects = _subjects(path)
        for namespace in vocabulary.namespaces:
            wanted = {term for term in terms if term.startswith(namespace)}
            if wanted:
                found[namespace].add(vocabulary.source)
            for term in wanted & subjects:
                found[term].add(vocabulary.source)
    return dict(found), missing


def as_trig(found: dict[str, set[str]], graph: str) -> str:
    """Write what was found as one graph, a term a line."""
    comment = "# Terms of others, and in which copy of their vocabulary they were found; made by"
    lines = [
        comment,
        "# `kennisgraaf check-terms`, not by hand.",
        "",
        f"PREFIX dct: <{DCT}>",
        "",
        f"<{graph}> {{",
    ]
    for iri, sources in sorted(found.items()):
        values = " , ".join(str(Literal(source)) for source in sorted(sources))
        lines.append(f"  <{iri}> dct:source {values} .")
    return "\n".join([*lines, "}", ""])


def _subjects(path: Path) -> set[str]:
    """List the IRIs that a file says something about."""
    rdf_format = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if rdf_format is None:
        raise SourceError(str(path), "is in no format of RDF that is known")
    try:
        quads = parse(path.read_bytes(), format=rdf_format, lenient=True, base_iri=path.as_uri())
        return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    except SyntaxError as error:
        raise SourceError(str(path), str(error.msg)) from error
