"""Decimals have one form that stores keep, exactly, however long."""

import pytest

from kennisgraaf.decimals import canonical_decimal

LONG = "1234567890" * 4


@pytest.mark.parametrize(
    ("form", "canonical"),
    [
        ("1250.50", "1250.5"), ("1250", "1250"), ("100.00", "100"), ("100", "100"), ("+.50", "0.5"),
        ("-007.0", "-7"), (".0", "0"), ("-.0", "0"), ("1.", "1"), (f"{LONG}.50", f"{LONG}.5"),
        ("n.a.0", "n.a.0"), ("1.5E3", "1.5E3"), ("NaN", "NaN"), ("", ""), ("1.50 ", "1.50 "),
    ],
)  # fmt: skip
def test_decimal_is_written_as_stores_do(form: str, canonical: str) -> None:
    """XML Schema 1.1 Datatypes, 3.3.3.2; what is no decimal is left as it is."""
    assert canonical_decimal(form) == canonical
