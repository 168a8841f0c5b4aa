"""Search: what a version has of a name, though it be written by halves or with mistakes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from kennisgraaf.folding import words
from kennisgraaf.store.connections import Connections
from kennisgraaf.versions import SEARCH, Version

_MOST_WORDS = 12
MOST_NAMES = 600
_MOST_BEGINNING = 50
_MOST_LIKE, _MOST_COMPARED = 150, 1_500
_RUN, _MOST_RUNS = 3, 12
_LEAST_FOR_MISTAKES = 4
_LEAST_LIKE, _NEARLY = 0.74, 0.9
_PREFERRED, _OTHER, _PATH = 0, 1, 4
# So many places what is less worth finding comes later, by level.
_DATA, _LATER = 2, (4, 3, 2, 0)
_AFTER_ALL = "\U0010ffff"


class Match(IntEnum):
    """How what was asked names an entity; the best first."""

    LABEL = 0
    OTHER_LABEL = 1
    BEGIN_OF_LABEL = 2
    NEARLY = 3
    WORDS_OF_LABEL = 4
    WORDS_OF_OTHER = 5
    WORDS_OF_IDENTIFIER = 6
    PART_OF_WORD = 7
    LIKE = 8
    DESCRIPTION = 9


_OF_WORDS = (
    Match.WORDS_OF_LABEL,
    Match.WORDS_OF_OTHER,
    Match.WORDS_OF_OTHER,
    Match.WORDS_OF_IDENTIFIER,
    Match.WORDS_OF_IDENTIFIER,
)


_Order = tuple[int, int, float, int, int]


class Hit(NamedTuple):
    """An entity that was found: by which name, if by one, and how well (``likeness`` up to 1)."""

    number: int
    iri: str
    level: int
    kind: str
    match: Match
    name: str = ""
    language: str = ""
    likeness: float = 1.0

    @property
    def score(self) -> float:
        """How well it was found, up to 1."""
        return round((len(Match) - self.match - (1 - self.likeness)) / len(Match), 3)

    @property
    def order(self) -> _Order:
        """Where it stands: what is more worth finding goes before what is named a little better.

        Of what has exactly this name, what is most worth finding comes first.
        """
        if self.match <= Match.OTHER_LABEL and self.level >= _DATA:
            return 0, -self.level, -self.likeness, self.match, self.number
        rank = self.match + _LATER[self.level]
        return rank, -self.level, -self.likeness, self.match, self.number


@dataclass(frozen=True)
class Results:
    """What was found, the best first; ``is_clipped`` tells that there is more."""

    hits: tuple[Hit, ...]
    is_clipped: bool = False

    @property
    def is_guess(self) -> bool:
        """Whether nothing has the name that was asked, but some have one like it."""
        return bool(self.hits) and self.hits[0].match in (Match.NEARLY, Match.LIKE)


class Search:
    """The names of a version; may be asked by several threads."""

    def __init__(self, version: Version) -> None:
        self._index = Connections(version.path / SEARCH)

    def find(self, text: str, most: int = MOST_NAMES, enough: int = MOST_NAMES) -> Results:
        """Find entities by a text of any kind: of ``most`` names, those most worth finding.

        Where these are of fewer entities than ``enough``, also by parts of words and descriptions;
        where there are none, by names with mistakes.
        """
        asked = words(text)[:_MOST_WORDS]
        if not asked:
            return Results(())
        found = _Best(asked)
        iri = text.strip().encode("utf-8", "replace").decode()
        found.add(self._index.rows("search-iri.sql", iri=iri), Match.LABEL)
        squeezed = "".join(asked)
        found.add(self._names("search-exact.sql", most, squeezed=squeezed))
        rows = self._names("search-words.sql", most, match=_all(asked))
        found.add(rows)
        end = squeezed + _AFTER_ALL
        found.add(self._names("search-begin.sql", _MOST_BEGINNING, squeezed=squeezed, end=end))
        if len(found) < enough:
            self._add_parts(found, asked, most)
        if not len(found) or (len(asked) > 1 and found.best > Match.NEARLY):
            self._add_like(found, asked)
        if len(found) < enough:
            found.add_told(self._names("search-told.sql", most, match=_all(asked)))
        return Results(found.hits, len(rows) == most)

    def descriptions(self, hits: Iterable[Hit]) -> dict[str, dict[str, str]]:
        """Give the descriptions of what was found, by IRI and language."""
        iris = {hit.number: hit.iri for hit in hits}
        texts: dict[str, dict[str, str]] = {}
        rows = self._index.rows("search-descriptions.sql", entities=json.dumps(list(iris)))
        for number, language, text in rows:
            texts.setdefault(iris[number], {})[language] = text
        return texts

    def _add_parts(self, found: "_Best", asked: list[str], most: int) -> None:
        if min(map(len, asked)) >= _RUN:
            match = " ".join(map(_quoted, asked))
            found.add(self._names("search-inside.sql", most, match=match), Match.PART_OF_WORD)

    def _add_like(self, found: "_Best", asked: list[str]) -> None:
        runs = [w[n : n + _RUN] for w in asked for n in range(len(w) - _RUN + 1)]
        if runs and len("".join(asked)) >= _LEAST_FOR_MISTAKES:
            match = " OR ".join(map(_quoted, self._telling(runs)))
            if match:
                found.add_like(self._names("search-like.sql", _MOST_LIKE, match=match))

    def _telling(self, runs: list[str]) -> Iterator[str]:
        """Choose of runs of letters the rarest: what stands in many names tells little."""
        total = 0
        rows = self._index.rows("search-runs.sql", runs=json.dumps(sorted(set(runs))))
        for run, names in rows[:_MOST_RUNS]:
            total += names
            if total > _MOST_COMPARED and total > names:
                return
            yield run

    def _names(self, query: str, limit: int, **parameters: str) -> list[Any]:
        return self._index.rows(query, limit=limit, **parameters)


class _Best:
    """The best match of each entity."""

    def __init__(self, asked: list[str]) -> None:
        self._asked, self._squeezed = asked, "".join(asked)
        self._hits: dict[int, tuple[_Order, Hit]] = {}

    def __len__(self) -> int:
        return len(self._hits)

    @property
    def best(self) -> Match:
        """How well the best is found."""
        return min((hit.match for _, hit in self._hits.values()), default=Match.DESCRIPTION)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The best of each, in their order."""
        # No two have the same order: the number is part of it.
        return tuple(hit for _, hit in sorted(self._hits.values()))

    def add(self, rows: Iterable[tuple[Any, ...]], match: Match | None = None) -> None:
        """Add names."""
        for row in rows:
            self._keep(_hit(row, self._match(row[4], row[8]) if match is None else match))

    def add_like(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add names that are like what was asked; those less like it where there is no other."""
        is_empty = not self._hits
        for row in rows:
            whole = OSA.normalized_similarity(self._squeezed, row[8])
            if whole >= _NEARLY:
                self._keep(_hit(row, Match.NEARLY)._replace(likeness=whole))
            elif is_empty:
                likeness = max(whole, self._likeness(row[7].split()))
                if likeness >= _LEAST_LIKE:
                    self._keep(_hit(row, Match.LIKE)._replace(likeness=likeness))

    def add_told(self, rows: Iterable[tuple[int, str, int, str]]) -> None:
        """Add what is described with the words."""
        for row in rows:
            self._keep(Hit(*row, Match.DESCRIPTION))

    def _keep(self, hit: Hit) -> None:
        order, other = hit.order, self._hits.get(hit.number)
        if other is None or order < other[0]:
            self._hits[hit.number] = order, hit

    def _match(self, role: int, squeezed: str) -> Match:
        if squeezed == self._squeezed and role != _PATH:
            return Match.LABEL if role == _PREFERRED else Match.OTHER_LABEL
        if squeezed.startswith(self._squeezed) and (role <= _OTHER or squeezed == self._squeezed):
            return Match.BEGIN_OF_LABEL
        return _OF_WORDS[role]

    def _likeness(self, there: list[str]) -> float:
        """Compare each word that was asked with the nearest of the words of a name."""
        by_word = sum(len(word) * max(_like(word, o) for o in there) for word in self._asked)
        return 0.95 * by_word / len(self._squeezed)


@lru_cache(maxsize=10_000)
def _like(word: str, other: str) -> float:
    """Compare words; the begin of a longer one counts somewhat less."""
    return max(
        OSA.normalized_similarity(word, other),
        0.9 * OSA.normalized_similarity(word, other[: len(word)]),
    )


def _hit(row: tuple[Any, ...], match: Match) -> Hit:
    number, iri, level, kind, _, text, language, *_ = row
    return Hit(number, iri, level, kind, match, text, language)


def _all(asked: list[str]) -> str:
    return " ".join(f"{_quoted(word)}*" for word in asked)


def _quoted(word: str) -> str:
    """Write a folded word, of letters and digits only, as a string of FTS5."""
    return f'"{word}"'
