"""Language: of the interface, and of the label or text that suits a reader best."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import request
from werkzeug.datastructures import LanguageAccept

from kennisgraaf.iris import readable
from kennisgraaf.store.descriptions import Labels

LANGUAGES = ("nl", "en")
"""In which the interface is translated; messages in the source are English."""

COOKIE = "language"


@dataclass(frozen=True)
class Text:
    """A text and its language, ``""`` where it has none."""

    text: str
    language: str


def interface_language() -> str:
    """Choose the language of the interface: by ``?lang=``, the cookie, then Accept-Language."""
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    # By primary tags: with nl-BE and en;q=0.5, werkzeug would take the exact match.
    tags = [(tag.partition("-")[0], quality) for tag, quality in request.accept_languages]
    return LanguageAccept(tags).best_match(LANGUAGES, LANGUAGES[0])


def translate() -> Callable[[str], str]:
    """Give the function that translates messages for this request."""
    return _translations(interface_language()).gettext


def best_text(texts: Mapping[str, str], language: str) -> Text:
    """Choose the text in a language or near it, else one of no language, else the first.

    Raises:
        ValueError: there is no text.
    """
    for key in sorted(texts):
        if key == language or key.partition("-")[0] == language:
            return Text(texts[key], key)
    for key in ("", *LANGUAGES, *sorted(texts)):
        if key in texts:
            return Text(texts[key], key)
    raise ValueError("no text to choose from")


def label(labels: Labels, iri: str, language: str) -> Text:
    """Give the label of an IRI, or the last part of the IRI."""
    return best_text(labels[iri], language) if iri in labels else Text(readable(iri), "")


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
