"""Lexical forms: decimals as the data write them, where a store drops zeros."""

import re

from kennisgraaf.decimals import DECIMAL, canonical_decimal

MOST_FORMS = 100_000
"""So many decimals are kept; of more the rest is shown as the store gives it."""

_WRITTEN = re.compile(rb'"([+-]?\d+\.?\d*|[+-]?\.\d+)"\^\^<' + re.escape(DECIMAL).encode() + b">")


def lexical_forms(quads: bytes) -> dict[str, str]:
    """Give the form in N-Quads of each decimal that a store writes in another one.

    A store keeps values (RDF 1.1 Concepts, section 5): 421510.50 comes back as 421510.5, which is
    not how a reader wants money. A value that the data write in several forms is left out.

    Returns:
        Forms by canonical form (XML Schema 1.1 Datatypes, F.2).
    """
    forms: dict[str, str | None] = {}
    for form in {match.decode() for match in _WRITTEN.findall(quads)}:
        canonical = canonical_decimal(form)
        forms[canonical] = None if canonical in forms else form
    changed = ((value, form) for value, form in sorted(forms.items()) if form not in (None, value))
    return {value: form for value, form in [*changed][:MOST_FORMS] if form}
