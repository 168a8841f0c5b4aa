"""Screening: what is refused of a query before any parser sees it.

SPARQL is split into tokens as its grammar does (SPARQL 1.1 section 19.8), so that a keyword in a
string, an IRI, a comment or a name is none. This gives a clear refusal; that nothing goes out is
held by the query process, which cannot open a socket.
"""

import re

from kennisgraaf.errors import QueryRejectedError, QueryTooLargeError

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
      (?P<skipped> \#[^\r\n]*                                # comment
        | <[^<>"{}|^`\\\x00-\x20]*>                          # IRI
        | '''(?:'{0,2}(?:[^'\\]|\\.))*''' | \"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3}
        | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
        | [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)*             # variable, language tag
        | [\w.-]*+:(?:[\w.:%-]|\\.)*                         # prefixed name
        | \\. )                    # nowhere else; a quote after it opens no string, again and again
      | (?P<words> [\w.-]+ )                                # at once: what is read twice is little
      | (?P<open> [{(\[] ) | (?P<close> [})\]] )
      | .
    """,
    re.VERBOSE | re.DOTALL,
)
# A number may stand before a keyword without a space.
_FEDERATION = re.compile(r"(?<![^\W\d])(?:SERVICE|LOAD)\b", re.IGNORECASE)
_MOST_NESTED = 100


def screen(query: str, most_characters: int) -> None:
    """Refuse a query that is too long, nests too deep, or calls another server.

    Raises:
        QueryTooLargeError: it is longer than ``most_characters``.
        QueryRejectedError: it nests deeper than 100 brackets, or has SERVICE or LOAD.
    """
    if len(query) > most_characters:
        raise QueryTooLargeError(
            f"The query has {len(query)} characters; at most {most_characters} are read."
        )
    text = _ESCAPE.sub(_unescaped, query)
    depth = 0
    for token in _TOKEN.finditer(text):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
        elif token["words"] and (call := _FEDERATION.search(text, *token.span())):
            raise _refusal(text, call)
        if depth > _MOST_NESTED:
            raise QueryRejectedError(f"Brackets are nested more than {_MOST_NESTED} deep.")


def _refusal(text: str, call: re.Match[str]) -> QueryRejectedError:
    line = text.count("\n", 0, call.start()) + 1
    column = call.start() - text.rfind("\n", 0, call.start())
    return QueryRejectedError(
        f"{call[0].upper()} is refused: this endpoint asks no other server. "
        "Query the other endpoint yourself and give its answers as VALUES.",
        line,
        column,
    )


def _unescaped(match: re.Match[str]) -> str:
    """Read a codepoint escape (SPARQL 1.1 section 19.2); these may stand for any character."""
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else match[0]
