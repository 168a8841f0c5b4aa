"""Lists: the entities of each class with their facets, counted at publication."""

import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from kennisgraaf import queries
from kennisgraaf.namespaces import RDF_TYPE

MOST_VALUES = 1_000
"""So many values of a facet a list keeps: those that most members have."""

LONGEST_VALUE = 300
"""A literal of more characters is no value of a facet."""

_MOST_DIFFERENT = 5_000
_FEWEST_FOUND, _MOST_FOUND = 2, 30
_MOST_SUGGESTED = 6
_MOST_LOOKED_AT = 500_000


@dataclass(frozen=True)
class Facet:
    """A facet of a list: its name, and a bit for each member by value."""

    name: str
    values: dict[str, int]

    @property
    def covered(self) -> int:
        """How many members have a value."""
        union = 0
        for members in self.values.values():
            union |= members
        return union.bit_count()


def write_lists(answers: Path, descriptions: Path) -> None:
    """Add the lists of all classes to the file of answers."""
    with sqlite3.connect(answers) as database:
        database.execute("ATTACH ? AS described", (str(descriptions),))
        database.executescript(queries.load("lists-schema.sql"))
        _prepare(database)
        type_number = _number(database, RDF_TYPE.value)
        classes = database.execute("SELECT id, value FROM class JOIN described.iri USING (id)")
        for number, (class_id, class_iri) in enumerate(classes.fetchall(), start=1):
            members = database.execute(
                queries.load("lists-members.sql"), {"class": class_id, "type": type_number}
            ).fetchall()
            _write_list(database, number, class_iri, members)
    database.close()


def packed(members: int) -> bytes:
    """Write a bit for each member, compressed: most lists of members are sparse."""
    return zlib.compress(members.to_bytes((members.bit_length() + 7) // 8, "little"), 1)


def _prepare(database: sqlite3.Connection) -> None:
    parameters = {"longest": LONGEST_VALUE, "different": _MOST_DIFFERENT}
    statements = queries.load("lists-prepare.sql").split(";\n")
    for statement in statements:
        used = {name: value for name, value in parameters.items() if f":{name}" in statement}
        database.execute(statement, used)


def _number(database: sqlite3.Connection, iri: str) -> int:
    found = database.execute("SELECT id FROM described.iri WHERE value = ?", (iri,)).fetchone()
    return int(found[0]) if found else 0


def _write_list(
    database: sqlite3.Connection,
    number: int,
    class_iri: str,
    members: list[tuple[int, str, str | None, int]],
) -> None:
    days = [day or "" for _, _, day, _ in members]
    uses = [use for _, _, _, use in members]
    latest = _ordered(days) if any(days) else b""
    connected = _ordered(uses) if any(uses) else b""
    database.execute(
        "INSERT INTO list VALUES (?, ?, ?, ?, ?)",
        (number, class_iri, len(members), latest, connected),
    )
    database.executemany(
        "INSERT INTO member VALUES (?, ?, ?)",
        ((number, place, iri) for place, (_, iri, _, _) in enumerate(members)),
    )
    database.execute("DELETE FROM part")
    database.executemany(
        "INSERT INTO part VALUES (?, ?)", ((place, row[0]) for place, row in enumerate(members))
    )
    for facet in _facets(database, len(members)):
        _write_facet(database, number, facet)


def _ordered(keys: Sequence[str] | Sequence[int]) -> bytes:
    """Give the numbers of members by falling key; those of one key by name."""
    order = sorted(range(len(keys)), key=keys.__getitem__, reverse=True)
    return zlib.compress(array("I", order).tobytes(), 1)


def _write_facet(database: sqlite3.Connection, number: int, facet: Facet) -> None:
    ordered = sorted(facet.values.items(), key=lambda item: -item[1].bit_count())
    cursor = database.execute(
        "INSERT INTO facet (list, name, clipped) VALUES (?, ?, ?)",
        (number, facet.name, len(ordered) > MOST_VALUES),
    )
    database.executemany(
        "INSERT INTO facet_value VALUES (?, ?, ?, ?)",
        (
            (cursor.lastrowid, place, cell, packed(members))
            for place, (cell, members) in enumerate(ordered[:MOST_VALUES])
        ),
    )


def _facets(database: sqlite3.Connection, total: int) -> list[Facet]:
    """Give the declared facets of the members of ``part``; where there are none, found ones."""
    declared = list(_read(database.execute(queries.load("lists-declared.sql"))))
    if declared or total > _MOST_LOOKED_AT:
        return declared
    limits = {"total": total, "fewest": _FEWEST_FOUND, "most": _MOST_FOUND}
    found = _read(database.execute(queries.load("lists-linked.sql"), limits))
    useful = sorted(found, key=lambda facet: (-facet.covered, facet.name))
    # Of properties that say the same, such as one and its sub-property, one is enough.
    different = {tuple(sorted(facet.values.items())): facet for facet in reversed(useful)}
    return [facet for facet in useful if facet in different.values()][:_MOST_SUGGESTED]


def _read(rows: Iterable[tuple[str, str, int]]) -> Iterator[Facet]:
    for name, of_facet in groupby(rows, key=itemgetter(0)):
        values = {}
        for cell, of_value in groupby(of_facet, key=itemgetter(1)):
            values[cell] = _bits(number for _, _, number in of_value)
        yield Facet(name, values)


def _bits(numbers: Iterable[int]) -> int:
    """Set a bit for each number."""
    found = list(numbers)
    bits = bytearray(max(found) // 8 + 1)
    for number in found:
        bits[number // 8] |= 1 << number % 8
    return int.from_bytes(bits, "little")
