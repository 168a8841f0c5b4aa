"""Screening: what is refused of a query before any parser sees it.

SPARQL is split into tokens as its grammar does (SPARQL 1.1 section 19.8), so that a keyword in a
string, an IRI, a comment or a name is none. This gives a clear refusal; that nothing goes out is
held by the query process, which cannot open a socket.
"""

import re
from collections.abc import Iterator

from kennisgraaf.errors import QueryRejectedError, QueryTooLargeError
from kennisgraaf.settings import Limits

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
_IRI = re.compile(r"""<[^<>"{}|^`\\\x00-\x20]*>""")
_WORDS = ("union", "optional", "minus", "exists", "filter", "bind")
_OPERATOR = re.compile(r"UNION|OPTIONAL|MINUS|EXISTS|FILTER|BIND", re.IGNORECASE)
_OPERATORS = frozenset("|&/^!+*-=<>")
_SEPARATORS = frozenset(".;,")


def screen(query: str, limits: Limits) -> None:
    """Refuse a query that is too long, nests too deep, asks too much, or calls another server.

    The numbers of patterns and operators are counted without a grammar, so they are estimates; what
    they let through, the limits of the query process end.

    Raises:
        QueryTooLargeError: it is longer than ``query_characters``.
        QueryRejectedError: it has SERVICE or LOAD, or more brackets, triple patterns or operators
            than the limits allow.
    """
    if len(query) > limits.query_characters:
        raise QueryTooLargeError(
            f"The query has {len(query)} characters; at most {limits.query_characters} are read "
            "(limit query_characters). Give long lists of values in several queries."
        )
    if not _is_plain(query, limits):
        screen_tokens(query, limits)


def screen_tokens(query: str, limits: Limits) -> None:
    """Refuse a query by its tokens.

    Raises:
        QueryRejectedError: as ``screen``.
    """
    depth = operators = 0
    patterns = _Patterns()
    for token in tokens_of(query):
        patterns.read(token)
        if token["open"]:
            depth += 1
            _refuse_more(depth, limits.query_depth, "brackets in each other", "depth")
        elif token["close"]:
            depth -= 1
        elif token["words"]:
            if call := _FEDERATION.search(token.string, *token.span()):
                raise _refusal(call)
            operators += bool(_OPERATOR.fullmatch(token["words"]))
        operators += token[0] in _OPERATORS
    _refuse_more(patterns.count, limits.query_patterns, "triple patterns", "patterns")
    _refuse_more(operators, limits.query_operators, "operators", "operators")


def _is_plain(query: str, limits: Limits) -> bool:
    """Tell, without tokens, that a query stays below all limits: counts that are too high at worst.

    IRIs are left out, as they are full of points and slashes. Outside a string nothing else looks
    like one; in a string only what has another kind of quote, which is not plain.
    """
    if not query.isascii() or "'" in query or "\\" in query:
        return False
    text = query.lower()
    if "service" in text or "load" in text:
        return False
    text = _IRI.sub("", text)
    count = text.count
    return (
        count("{") + count("(") + count("[") <= limits.query_depth
        and sum(map(count, "{}])")) + sum(map(count, _SEPARATORS)) <= limits.query_patterns
        and sum(map(count, _OPERATORS)) + sum(map(count, _WORDS)) <= limits.query_operators
    )


def tokens_of(query: str) -> Iterator[re.Match[str]]:
    """Split a query into tokens; their places are those in the text without codepoint escapes."""
    return _TOKEN.finditer(_ESCAPE.sub(_unescaped, query))


class _Patterns:
    """Counts the places where a triple pattern ends: in a group or blank node, no expression."""

    def __init__(self) -> None:
        self.count = 0
        self._brackets: list[str] = []
        self._begun = False
        self._terms = 0

    def read(self, token: re.Match[str]) -> None:
        text = token[0]
        if text.isspace() or text[0] == "#":
            return
        in_group = bool(self._brackets) and self._brackets[-1] != "("
        if token["open"]:
            # A group may follow a pattern without a point between; only its terms tell.
            self.count += text == "{" and in_group and self._terms > 1
            self._brackets.append(text)
            self._end(begun=False)
        elif token["close"]:
            self.count += self._begun and in_group
            del self._brackets[-1:]
            self._end(begun=text != "}")  # A blank node or list is a term of a pattern itself.
        elif text[-1] in _SEPARATORS and text[0] != "<":
            self.count += (self._begun or len(text) > 1) and in_group
            self._end(begun=False)
        else:
            self._begun = True
            self._terms += bool(token["skipped"])

    def _end(self, begun: bool) -> None:
        self._begun, self._terms = begun, int(begun)


def _refuse_more(count: int, most: int, what: str, limit: str) -> None:
    if count > most:
        raise QueryRejectedError(
            f"The query has more than {most} {what} (limit query_{limit}). "
            "Ask for less at a time, or take the whole data set from /download/dataset.nq.gz."
        )


def _refusal(call: re.Match[str]) -> QueryRejectedError:
    text = call.string
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
