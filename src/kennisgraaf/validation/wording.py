"""Wording: how Dutch prose writes numbers, dates and periods."""

import re
import unicodedata
from datetime import date

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

_NUMBERS = {
    0: ("nul", "geen"), 1: ("een", "één", "eerste"), 2: ("twee", "tweetal", "beide"),
    3: ("drie", "drietal"), 4: ("vier", "viertal"), 5: ("vijf", "vijftal"), 6: ("zes", "zestal"),
    7: ("zeven", "zevental"), 8: ("acht", "achttal"), 9: ("negen", "negental"),
    10: ("tien", "tiental"), 11: ("elf",), 12: ("twaalf", "dozijn"), 13: ("dertien",),
    14: ("veertien",), 15: ("vijftien",), 16: ("zestien",), 17: ("zeventien",), 18: ("achttien",),
    19: ("negentien",), 20: ("twintig",), 30: ("dertig",), 40: ("veertig",), 50: ("vijftig",),
    100: ("honderd",), 1000: ("duizend",), 1_000_000: ("miljoen",),
}  # fmt: skip
_SCALES = {"duizend": 1000, "miljoen": 1_000_000, "miljard": 1_000_000_000}

# What a wording says of the month or season of a year (EDTF level 1).
_PERIODS = {
    "begin": "01~", "midden": "06~", "eind": "12~", "einde": "12~",
    "voorjaar": "21", "lente": "21", "zomer": "22", "najaar": "23", "herfst": "23", "winter": "24",
    **{month: f"{number:02}" for number, month in enumerate(MONTHS, start=1)},
}  # fmt: skip
# Half a year is an interval of months: EDTF level 1 has no season for it.
_HALVES = {"-01/-06": "eerste", "-07/-12": "tweede"}


def normalise(text: str) -> str:
    """Fold case, spaces, quotation marks and dashes, so that a passage can be searched."""
    folded = unicodedata.normalize("NFC", text.replace("%20", " ")).casefold()
    folded = re.sub("[‘’´`]", "'", re.sub("[“”„«»]", '"', folded))
    return re.sub(r"\s+", " ", re.sub("[‐‑–—]", "-", folded)).strip()


def words(text: str) -> list[str]:
    """Split a text into its words, folded."""
    return re.findall(r"\w+", normalise(text))


def contains(passage: str, wording: str) -> bool:
    """Tell whether a normalised passage holds a wording, between other characters than letters."""
    pattern = rf"(?<!\w){re.escape(normalise(wording))}(?!\w)"
    return bool(wording.strip()) and re.search(pattern, passage) is not None


def number_wordings(lexical: str) -> list[str]:
    """List the ways to write a number: ``1383572.80`` → ``1.383.572,80``, ``9`` → ``negen``."""
    sign = "-" if lexical.startswith("-") else ""
    whole, _, decimals = lexical.lstrip("+-").partition(".")
    if not whole.isdecimal() or (decimals and not decimals.isdecimal()):
        return []
    grouped = f"{int(whole):,}".replace(",", ".")
    tail = f",{decimals}" if decimals.strip("0") else ""
    forms = [sign + whole + tail, sign + grouped + tail]
    if decimals:
        # The same amount with its decimals as they are, or after a stray space (OCR).
        forms += [f"{sign}{grouped},{decimals}", f"{sign}{grouped}, {decimals}"]
    value = int(whole)
    if not sign and not decimals.strip("0"):
        forms += _NUMBERS.get(value, ())
        forms += [
            f"{value // scale} {name}"
            for name, scale in _SCALES.items()
            if value and value % scale == 0
        ]
    return list(dict.fromkeys(forms))


def date_wordings(lexical: str) -> list[str]:
    """List the ways to write an ``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear``."""
    parts = [part for part in lexical.split("-") if part]
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 3:
        return []
    year, *rest = parts
    if not rest:
        return [year]
    month = MONTHS[int(rest[0]) - 1] if 1 <= int(rest[0]) <= 12 else ""
    day = f"{int(rest[1])} " if len(rest) == 2 else ""
    return [f"{day}{month} {year}", f"{day}{month} van {year}", lexical] if month else []


def dates_without_year(lexical: str) -> list[str]:
    """List the ways to write a date or month without its year: ``2023-04-18`` → ``18 april``."""
    year = lexical.partition("-")[0]
    return [
        form.removesuffix(year).strip() for form in date_wordings(lexical)[:1] if "-" in lexical
    ]


def edtf_follows(value: str, passage: str, year_of_report: str) -> bool:
    """Tell whether an EDTF value follows from wordings of a normalised passage."""
    ends = [end for end in value.split("/") if end not in ("", "..")]
    half = _HALVES.get("/".join(end[4:] for end in ends))
    if half and any(contains(passage, f"{half} {name}") for name in ("jaarhelft", "helft")):
        return {end[:4] for end in ends} <= {year_of_report, *re.findall(r"\d{4}", passage)}
    return bool(ends) and all(_end_follows(end, passage, year_of_report) for end in ends)


def _end_follows(end: str, passage: str, year_of_report: str) -> bool:
    year, _, rest = end.partition("-")
    plain_year = year.rstrip("~?%")
    if not contains(passage, plain_year) and plain_year != year_of_report:
        return False
    if not rest:
        return True
    if len(rest) == 5 and rest[2] == "-":
        try:
            day = date.fromisoformat(f"{plain_year}-{rest}")
        except ValueError:
            return False
        return contains(passage, f"{day.day} {MONTHS[day.month - 1]}")
    return any(
        contains(passage, word)
        for word, meaning in _PERIODS.items()
        if meaning == rest or meaning.rstrip("~") == rest
    )
