"""Protocol: parameters are read as the library reads them, also where we are quicker."""

import random
from urllib.parse import parse_qsl, quote_plus

import pytest

from kennisgraaf.errors import RequestError
from kennisgraaf.web.protocol import _parameters

PIECES = ["a", " ", "\n", "\r", "\t", "=", "+", "%", "é", "😀", "&", ";", "_", "\0", "=\n", "%0A"]


def test_query_alone_is_read_as_by_the_library() -> None:
    chosen = random.Random(1)
    for number in range(5000):
        text = "".join(chosen.choice(PIECES) for _ in range(chosen.randint(0, 12)))
        encoded = f"query={quote_plus(text, safe='=;_' if number % 2 else '')}"
        assert _parameters(encoded.encode()) == parse_qsl(encoded, keep_blank_values=True)


@pytest.mark.parametrize(
    ("encoded", "query"),
    [(b"query=%", "%"), (b"query=%zz", "%zz"), (b"query=a%2", "a%2"), (b"query=", "")],
)
def test_percent_signs_that_encode_nothing_stand_for_themselves(encoded: bytes, query: str) -> None:
    assert _parameters(encoded) == [("query", query)]


@pytest.mark.parametrize(
    "encoded", [b"query=%ff", b"query=\xc3\xa9", b"query=%C3", b"x=%ff&query="]
)
def test_what_is_not_utf_8_is_refused(encoded: bytes) -> None:
    with pytest.raises(RequestError):
        _parameters(encoded)
