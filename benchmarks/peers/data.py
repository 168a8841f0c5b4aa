"""Data: the data sets that are measured, each as one file of N-Triples, and what is asked of them.

All statements are in one default graph, so that every server has the same.
"""

import gzip
import lzma
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, parse

from kennisgraaf.publication_file import read_publication

_LOOKED_UP = 2000
_SMALL = 100_000
_BSBM = "http://www4.wiwiss.fu-berlin.de/bizer/bsbm/v01/"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
# What an offer or a review is about.
_ABOUT = (f"<{_BSBM}vocabulary/product>", f"<{_BSBM}vocabulary/reviewFor>")
_IN_GROUP = re.compile(r"\b(?:GRAPH|FROM)\b")
_ANALYTIC = {
    "COUNT of all": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "COUNT of a class": f"SELECT (COUNT(?s) AS ?n) {{ ?s a <{_BSBM}vocabulary/Offer> }}",
    "GROUP BY predicate": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)",
    "GROUP BY vendor, average price": (
        "SELECT ?v (AVG(<http://www.w3.org/2001/XMLSchema#double>(STR(?c))) AS ?mean) "
        f"{{ ?o <{_BSBM}vocabulary/vendor> ?v ; <{_BSBM}vocabulary/price> ?c }} GROUP BY ?v"
    ),
    "DISTINCT predicates": "SELECT DISTINCT ?p { ?s ?p ?o }",
    "DISTINCT features of products": (
        f"SELECT DISTINCT ?f {{ ?s <{_BSBM}vocabulary/productFeature> ?f }}"
    ),
    "COUNT DISTINCT subjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
}


@dataclass(frozen=True)
class Query:
    """A query and what names it in a report."""

    name: str
    text: str

    @property
    def is_graph(self) -> bool:
        """Tell whether it asks for triples."""
        return re.search(r"^\s*(?:CONSTRUCT|DESCRIBE)\b", self.text, re.MULTILINE) is not None


@dataclass(frozen=True)
class DataSet:
    """A file of N-Triples, the mixes of queries, and single queries that take long."""

    name: str
    file: Path
    mixes: dict[str, list[Query]]
    analytic: list[Query] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def own(project: Path, bench: Path, work: Path) -> DataSet:
    """Build the publication of the project; of its questions those that ask one default graph."""
    file = work / "own.nt"
    if not file.exists():
        build = [sys.executable, "-m", "kennisgraaf", "build", "--quiet"]
        subprocess.run([*build, "--publication", str(project), str(work / "own")], check=True)
        with gzip.open(work / "own" / "dataset.nq.gz") as stream:
            quads = cast(Iterator[Quad], parse(cast(IO[bytes], stream), format=RdfFormat.N_QUADS))
            _write(file, sorted({f"{quad.triple} .\n" for quad in quads}))
    base = f"BASE <{read_publication(project / 'publication.toml').base_iri}>\n"
    questions = sorted((project / "questions").glob("*.rq"))
    texts = {path.stem: _without_comments(path.read_text("utf-8")) for path in questions}
    asked = [Query(name, base + text) for name, text in texts.items() if not _IN_GROUP.search(text)]
    note = f"{len(texts) - len(asked)} of {len(texts)} questions name a graph and are left out"
    return DataSet("own", file, {"look-ups": _look_ups(file), "questions": asked}, notes=[note])


def small(project: Path, bench: Path, work: Path) -> DataSet:
    """Take whole products of BSBM, first those that the queries name, up to 100,000 triples."""
    whole = large(project, bench, work)
    file = work / "bsbm-100k.nt"
    if not file.exists():
        _write(file, _whole_products(whole.file, whole.mixes["BSBM explore"]))
    mixes = {"look-ups": _look_ups(file), "BSBM explore": whole.mixes["BSBM explore"]}
    return DataSet("100k", file, mixes)


def large(project: Path, bench: Path, work: Path) -> DataSet:
    """Take all of BSBM: a million triples, and 330 queries of its explore use case."""
    file = work / "bsbm-1m.nt"
    if not file.exists():
        unpacked = file.with_suffix(".part")
        with lzma.open(bench / "bsbm-1m.nt.xz") as packed, unpacked.open("wb") as stream:
            shutil.copyfileobj(packed, stream)
        unpacked.rename(file)
    explore = [
        Query(path.stem, path.read_text("utf-8"))
        for path in sorted((bench / "bsbm-queries").glob("*.rq"), key=_in_turn)
    ]
    analytic = [Query(name, text) for name, text in _ANALYTIC.items()]
    return DataSet("1m", file, {"look-ups": _look_ups(file), "BSBM explore": explore}, analytic)


ALL = {"own": own, "100k": small, "1m": large}


def _in_turn(path: Path) -> str:
    """Order so that the classes of queries take turns: q01-01, q02-01 … q12-30."""
    kind, _, number = path.stem.partition("-")
    return number + kind


def _look_ups(file: Path) -> list[Query]:
    """Ask for all of so many entities, taken evenly from all that the data describe."""
    with file.open(encoding="utf-8") as lines:
        subjects = sorted({line.partition(" ")[0] for line in lines if line.startswith("<")})
    step = max(1, len(subjects) // _LOOKED_UP)
    chosen = subjects[::step][:_LOOKED_UP]
    return [Query(iri.strip("<>"), f"SELECT ?p ?o {{ {iri} ?p ?o }}") for iri in chosen]


def _whole_products(file: Path, queries: list[Query]) -> Iterator[str]:
    """Give what describes no product, then product after product with its offers and reviews."""
    by_subject: dict[str, list[str]] = defaultdict(list)
    about: dict[str, str] = {}
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            subject, predicate, value = line.split(" ", 2)
            by_subject[subject].append(line)
            if predicate in _ABOUT:
                about[subject] = value.removesuffix(" .\n")
            elif predicate == _TYPE and value.startswith(f"<{_BSBM}vocabulary/Product>"):
                about[subject] = subject
    parts: dict[str, list[str]] = defaultdict(list)
    for subject in sorted(by_subject):
        parts[about.get(subject, "")].append(subject)
    rest = parts.pop("")
    named = {about.get(iri, "") for query in queries for iri in re.findall("<[^<> ]+>", query.text)}
    size = 0
    for subjects in (rest, *(parts[p] for p in sorted(parts, key=lambda p: (p not in named, p)))):
        block = [line for subject in subjects for line in by_subject[subject]]
        size += len(block)
        if size > _SMALL:
            return
        yield from block


def _without_comments(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#")) + "\n"


def _write(file: Path, lines: Iterable[str]) -> None:
    """Write a file; what is interrupted leaves none."""
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        stream.writelines(lines)
    part.rename(file)
