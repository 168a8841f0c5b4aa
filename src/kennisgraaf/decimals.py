"""Decimals: the one form of each that stores keep, of the many in which data may write it."""

import re
from decimal import Decimal

from kennisgraaf.namespaces import XSD

DECIMAL = XSD + "decimal"
_VALID = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)


def canonical_decimal(form: str) -> str:
    """Write a decimal as stores do: 1250.50 as 1250.5, 7.0 as 7; what is none is left as it is."""
    if _VALID.fullmatch(form) is None:
        return form
    digits = f"{Decimal(form):f}"
    shortest = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if shortest == "-0" else shortest
