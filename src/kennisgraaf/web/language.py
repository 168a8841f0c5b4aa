"""Language: of the interface, and of the label or text that suits a reader best."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import g, request
from werkzeug.datastructures import LanguageAccept

from kennisgraaf.iris import readable
from kennisgraaf.namespaces import SCHEMA
from kennisgraaf.store.descriptions import Labels
from kennisgraaf.web.current import published

LANGUAGES = ("nl", "en")
"""In which the interface is translated; messages in the source are English."""

NAMES = {"nl": "Nederlands", "en": "English"}
"""What each language calls itself."""

COOKIE = "language"


@dataclass(frozen=True)
class Text:
    """A text and its language, ``""`` where it has none."""

    text: str
    language: str


def interface_language() -> str:
    """Choose the language of the interface: by ``?lang=``, the cookie, then Accept-Language.

    Who wishes none gets the publication's first language that the interface has, else English.
    """
    g.varies_by_language = True
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    # By primary tags: with nl-BE and en;q=0.5, werkzeug would take the exact match.
    tags = [(tag.partition("-")[0], quality) for tag, quality in request.accept_languages]
    primary = [tag.partition("-")[0] for tag in published().publication.languages]
    default = next((tag for tag in primary if tag in LANGUAGES), "en")
    # The default first: it is what ``*`` means.
    offered = sorted(LANGUAGES, key=lambda code: code != default)
    return LanguageAccept(tags).best_match(offered, default)


def translate() -> Callable[[str], str]:
    """Give the function that translates messages for this request."""
    return _translations(interface_language()).gettext


def best_text(
    texts: Mapping[str, str], language: str, languages: Sequence[str] = LANGUAGES
) -> Text:
    """Choose the text in a language or near it, else in one of ``languages``, in their order.

    Else the one of no language, else the first by language tag.

    Raises:
        ValueError: there is no text.
    """
    for wanted in (language, *languages):
        for key in sorted(texts):
            if key.lower() == wanted.lower() or key.partition("-")[0] == wanted:
                return Text(texts[key], key)
    # The tag of no language sorts first.
    for key in sorted(texts):
        return Text(texts[key], key)
    raise ValueError("no text to choose from")


def label(labels: Labels, iri: str, language: str, languages: Sequence[str] = LANGUAGES) -> Text:
    """Give the label of an IRI; of a well-known term its usual name; else the IRI's last part."""
    if iri in labels:
        return best_text(labels[iri], language, languages)
    known = _well_known().get(iri, {})
    return Text(known[language], language) if language in known else Text(readable(iri), "")


@cache
def _well_known() -> dict[str, dict[str, str]]:
    """Read the names of terms of well-known vocabularies; schema.org's also of its other form."""
    vocabularies = tomllib.loads((files(__package__) / "names.toml").read_text("utf-8"))
    vocabularies |= dict.fromkeys(SCHEMA, vocabularies[SCHEMA[0]])
    return {
        namespace + name: dict(zip(LANGUAGES, texts, strict=True))
        for namespace, names in vocabularies.items()
        for name, texts in names.items()
    }


@cache
def _translations(language: str) -> Translations:
    """Read a catalogue from its source: nothing compiled is kept."""
    source = files(__package__) / "translations" / f"{language}.po"
    if not source.is_file():
        return Translations()
    compiled = BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return Translations(compiled)
