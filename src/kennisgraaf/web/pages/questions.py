"""Questions: what users asked for, each with its live answer, the proven one and the evidence."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, render_template, request

from kennisgraaf.errors import EntityNotFoundError, RequestError
from kennisgraaf.formats import HTML
from kennisgraaf.store.questions import Asked
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import Text, best_text, interface_language
from kennisgraaf.web.negotiation import wants_page
from kennisgraaf.web.pages.answers import Answer, ask_live, proven_rows
from kennisgraaf.web.terms import Presenter, Source

questions = Blueprint("questions", __name__)

PATH = "/questions"
_JSON = "application/json"
_LONGEST_SOUGHT = 200


@dataclass(frozen=True)
class Card:
    """A question as pages show it, with its live answer where they asked for it."""

    asked: Asked
    text: Text
    path: str
    answer: Answer | None = None
    proven: tuple[tuple[str, ...], ...] = ()


def has_questions() -> bool:
    """Tell whether the publication has questions."""
    return bool(published().questions.by_name)


def featured_questions(language: str, most: int) -> list[Card]:
    """Give a few questions with their live answers, the same ones as long as a version lasts."""
    current = published()
    cards = []
    for asked in current.questions.featured(most):
        key = "answer", asked.name, language
        answer: Answer = current.memory.get(key) or ask_live(current, asked, language)
        if not answer.failure:
            current.memory[key] = answer
        cards.append(_card(asked, language, answer))
    return cards


@questions.get(PATH)
def every() -> Response:
    """List the questions by what they are about; ``?q=`` filters."""
    current, language, sought = published(), interface_language(), _sought()
    if not has_questions():
        raise EntityNotFoundError(current.publication.iri("questions"))
    found = [asked for asked in current.questions.by_name.values() if _matches(asked, sought)]
    as_page = _as_page()
    content = partial(_list, found, sought, language) if as_page else partial(_listed, found)
    state = f"{current.name} {language} questions {sought}"
    return cached(content, HTML if as_page else _JSON, state, current.manifest.published)


def _sought() -> str:
    """Read ``?q=``."""
    sought = request.args.get("q", "").strip()
    if len(sought) > _LONGEST_SOUGHT:
        raise RequestError(f"The parameter q has at most {_LONGEST_SOUGHT} characters.")
    return sought


def _list(found: list[Asked], sought: str, language: str) -> str:
    total = len(published().questions.by_name)
    groups = _groups(found, language)
    return render_template(
        "questions.html", groups=groups, sought=sought, total=total, found=len(found)
    )


@questions.get(f"{PATH}/<name>")
def one(name: str) -> Response:
    """Show a question, what the store answers now, and what proves it."""
    current, language = published(), interface_language()
    asked = current.questions.by_name.get(name)
    if asked is None:
        raise EntityNotFoundError(current.publication.iri(f"questions/{name}"))
    as_page, failures = _as_page(), list[str]()

    def content() -> str:
        answer = ask_live(current, asked, language)
        failures.append(answer.failure)
        return _page(_card(asked, language, answer)) if as_page else _as_json(asked, answer)

    state = f"{current.name} {language} question {name}"
    response = cached(content, HTML if as_page else _JSON, state, current.manifest.published)
    if any(failures):
        # Asked again, it may answer: no cache keeps this.
        response.headers["Cache-Control"] = "no-store"
        del response.headers["ETag"]
    return response


def _page(card: Card) -> str:
    names = list(published().questions.by_name)
    place = names.index(card.asked.name)
    neighbours = [names[n] if 0 <= n < len(names) else "" for n in (place - 1, place + 1)]
    return render_template(
        "question.html",
        card=card,
        evidence=_evidence(card.asked),
        iri=published().publication.iri(f"questions/{card.asked.name}"),
        neighbours=neighbours,
    )


def _evidence(asked: Asked) -> tuple[Source, ...]:
    """Show the passages that prove the answer."""
    current = published()
    graphs = [current.publication.iri(graph) for graph in asked.evidence]
    passages = current.passages.of(graphs)
    named = {*graphs, *(passage.report for passage in passages.values())}
    labels = current.descriptions.labels(named)
    presenter = Presenter(current.publication, labels, interface_language(), passages=passages)
    return presenter.evidence(graphs)


def _card(asked: Asked, language: str, answer: Answer | None = None) -> Card:
    text = _best()(asked.question, language)
    proven = tuple(tuple(row) for row in proven_rows(asked))
    return Card(asked, text, f"{PATH}/{asked.name}", answer, proven)


def _groups(found: list[Asked], language: str) -> list[tuple[Text | None, list[Card]]]:
    """Put questions together by what they are about, in the order of the first of each."""
    groups: dict[str, tuple[Text | None, list[Card]]] = {}
    for asked in found:
        heading = _best()(asked.group, language) if asked.group else None
        key = heading.text if heading else ""
        groups.setdefault(key, (heading, []))[1].append(_card(asked, language))
    # What is about nothing in particular comes last.
    return [groups[key] for key in sorted(groups, key=lambda key: not key)]


def _best() -> Callable[..., Text]:
    return partial(best_text, languages=published().publication.languages)


def _matches(asked: Asked, sought: str) -> bool:
    texts = " ".join([asked.name, *asked.question.values(), *asked.group.values()]).casefold()
    return all(word in texts for word in sought.casefold().split())


def _as_page() -> bool:
    wanted = request.args.get("format")
    if wanted not in (None, "json", "html"):
        raise RequestError("The parameter format is json or html.")
    return wants_page() if wanted is None else wanted == "html"


def _listed(found: list[Asked]) -> str:
    return _written([{**_described(asked), "query": asked.body} for asked in found])


def _as_json(asked: Asked, answer: Answer) -> str:
    state = {"failure": answer.failure} if answer.failure else {"agrees": answer.agrees}
    return _written({**_described(asked), "query": asked.body, "answer": answer.results, **state})


def _described(asked: Asked) -> dict[str, object]:
    iri = published().publication.iri
    return {
        "iri": iri(f"questions/{asked.name}"),
        "name": asked.name,
        "question": asked.question,
        "group": asked.group,
        "form": asked.form,
        "expected": asked.answer,
        "evidence": [iri(graph) for graph in asked.evidence],
    }


def _written(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
