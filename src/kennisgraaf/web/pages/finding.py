"""Finding: what is asked of the search page, what that gives, and how the page shows it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from rapidfuzz import fuzz

from kennisgraaf.folding import squeeze, words
from kennisgraaf.iris import expanded, short
from kennisgraaf.store.search import Hit, Match, Results
from kennisgraaf.web.current import Published
from kennisgraaf.web.language import Text
from kennisgraaf.web.pages.marking import Marked, count_marks, marked, snippet
from kennisgraaf.web.paging import page_number
from kennisgraaf.web.terms import Link, Presenter

LONGEST = 200
PATH = "/search"
_MOST_KINDS = 12
_ALIKE = 70  # Of a hundred: a word is what was meant.


@dataclass(frozen=True)
class Entry:
    """Something that was found, as the page shows it, with what was asked marked.

    ``name`` is another name of it that was asked, if it was found by one.
    """

    hit: Hit
    link: Link
    kind: Text | None
    label: Marked
    name: Marked
    description: Marked
    language: str


@dataclass(frozen=True)
class Choice:
    """A kind by which to filter."""

    name: Text
    count: int
    href: str
    is_chosen: bool


class Finding:
    """A question, its answer, and the part of it that is of one kind."""

    def __init__(self, published: Published, asked: str, kind: str, language: str) -> None:
        self.asked, self.kind = asked, kind
        self.page = page_number()
        self._published, self._language = published, language
        self._words = words(asked)
        self.results: Results = published.search.find(asked)
        hits = self.results.hits
        self.chosen = tuple(hit for hit in hits if hit.kind == kind) if kind else hits

    @property
    def address(self) -> str:
        """The address of its first page."""
        return self._address(self.kind)

    @property
    def guess(self) -> Text | None:
        """The name that was probably meant, where nothing has the one that was asked."""
        if not self.results.is_guess:
            return None
        first = self.results.hits[0]
        return Text(first.name, first.language)

    def kinds(self) -> list[Choice]:
        """Give the kinds of what was found, those of entry first."""
        counts = Counter(hit.kind for hit in self.results.hits if hit.kind)
        plural = {kind.iri: kind.name for kind in self._published.publication.pages.kinds}
        common = sorted(counts, key=lambda kind: (kind not in plural, -counts[kind]))[:_MOST_KINDS]
        if self.kind and self.kind not in common:
            common.append(self.kind)
        presenter = self._presenter(common)
        return [
            Choice(
                presenter.best(plural[kind]) if kind in plural else presenter.label(kind),
                counts[kind],
                self._address("" if kind == self.kind else kind),
                kind == self.kind,
            )
            for kind in common
        ]

    def entries(self, hits: Iterable[Hit]) -> list[Entry]:
        """Show what was found."""
        hits = list(hits)
        texts = self._published.search.descriptions(hits)
        presenter = self._presenter(name for hit in hits for name in (hit.iri, hit.kind) if name)
        return [self._entry(hit, texts.get(hit.iri, {}), presenter) for hit in hits]

    def _entry(self, hit: Hit, texts: Mapping[str, str], presenter: Presenter) -> Entry:
        link = presenter.link(hit.iri)
        is_guess = hit.match in (Match.NEARLY, Match.LIKE)
        asked = self._meant(words(hit.name)) if is_guess else self._words
        label = marked(link.label.text, asked)
        is_shown = count_marks(label) > 0 or squeeze(hit.name) == squeeze(link.label.text)
        text = self._description(hit, texts, presenter)
        return Entry(
            hit,
            link,
            presenter.label(hit.kind) if hit.kind else None,
            label,
            [] if is_shown else marked(hit.name, asked),
            snippet(text.text, self._words) if text else [],
            text.language if text else "",
        )

    def _meant(self, found: Sequence[str]) -> Sequence[str]:
        """Give the words of a name that those that were asked are like; all where none is."""
        alike = [w for w in found if any(fuzz.ratio(w, asked) >= _ALIKE for asked in self._words)]
        return alike or found

    def _description(self, hit: Hit, texts: Mapping[str, str], presenter: Presenter) -> Text | None:
        """Choose a description in the reader's language, or in one that has what was asked."""
        if not texts:
            return None
        best = presenter.best(texts)
        if hit.match is not Match.DESCRIPTION or count_marks(snippet(best.text, self._words)):
            return best
        language = max(texts, key=lambda key: count_marks(snippet(texts[key], self._words)))
        return Text(texts[language], language)

    def _presenter(self, iris: Iterable[str]) -> Presenter:
        names = set(iris)
        labels = self._published.descriptions.labels(names)
        return Presenter(self._published.publication, labels, self._language, names)

    def _address(self, kind: str) -> str:
        prefixes = self._published.publication.prefixes
        given = {"q": self.asked, **({"kind": short(kind, prefixes)} if kind else {})}
        return f"{PATH}?{urlencode(given)}"


def question() -> str:
    """Read what is asked: ``?q=``, of which the begin counts, without what cannot be seen."""
    text = request.args.get("q", "")[: 4 * LONGEST]
    seen = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(seen.split())[:LONGEST]


def finding_of_request(published: Published, language: str) -> Finding:
    """Find what is asked.

    Raises:
        RequestError: the page is no number.
    """
    kind = expanded(request.args.get("kind", ""), published.publication.prefixes)
    return Finding(published, question(), kind, language)
