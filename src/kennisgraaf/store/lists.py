"""Lists: the entities of a class by facets, with counts, read from a version's index."""

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby, islice
from operator import and_, itemgetter, or_
from threading import Lock

import msgspec
from cachetools import LRUCache

from kennisgraaf.store.connections import Connections
from kennisgraaf.versions import ANSWERS, Version
from kennisgraaf.views import Cell

Bits = int
"""A bit for each member of a list, the first member's lowest."""

Chosen = Mapping[str, Iterable[Cell]]
"""The values that are chosen, by facet."""

_MOST_REMEMBERED = 32 * 1024 * 1024


@dataclass(frozen=True)
class Facet:
    """A facet of a list: which members have which value, the most frequent first.

    ``is_clipped`` tells that there are more values.
    """

    name: str
    values: dict[Cell, Bits]
    is_clipped: bool

    def having(self, values: Iterable[Cell]) -> Bits:
        """Give the members that have one of the values."""
        return reduce(or_, (self.values.get(value, 0) for value in values), 0)


@dataclass(frozen=True)
class ClassList:
    """The members of a class by number, in the order of their names, and their facets."""

    number: int
    total: int
    facets: tuple[Facet, ...]
    orders: dict[str, Sequence[int]]

    @property
    def everyone(self) -> Bits:
        """All members."""
        return (1 << self.total) - 1

    def having(self, chosen: Chosen, but: str = "") -> Bits:
        """Give the members that have one of the chosen values of each facet, but one."""
        wanted = (
            facet.having(chosen[facet.name])
            for facet in self.facets
            if facet.name in chosen and facet.name != but
        )
        return reduce(and_, wanted, self.everyone)

    def counts(self, chosen: Chosen) -> dict[str, dict[Cell, int]]:
        """Count, by facet, the members of each value, given what is chosen of the others."""
        return {
            facet.name: _counted(facet, self.having(chosen, but=facet.name))
            for facet in self.facets
        }

    def numbers(self, members: Bits, order: str, offset: int, limit: int) -> list[int]:
        """Give the numbers of members in an order, a page of them."""
        present = members.to_bytes(self.total // 8 + 1, "little")
        ordered: Iterable[int] = _set_bits(present)
        if order in self.orders:
            ordered = (n for n in self.orders[order] if present[n >> 3] >> (n & 7) & 1)
        return list(islice(ordered, offset, offset + limit))


class Lists:
    """The lists of a version; may be asked by several threads."""

    def __init__(self, version: Version) -> None:
        self._answers = Connections(version.path / ANSWERS)
        self._remembered: LRUCache[str, ClassList] = LRUCache(_MOST_REMEMBERED, _size)
        self._lock = Lock()

    def of(self, class_iri: str) -> ClassList | None:
        """Give the list of a class; nothing for what is no class of an entity."""
        with self._lock:
            found = self._remembered.get(class_iri)
        if found is None:
            found = self._read(class_iri)
            if found is not None and _size(found) <= _MOST_REMEMBERED // 4:
                with self._lock:
                    self._remembered[class_iri] = found
        return found

    def members(self, of: ClassList, numbers: Iterable[int]) -> list[str]:
        """Give the IRIs of members, in the order of their numbers."""
        wanted = list(numbers)
        rows = self._answers.rows("list-members.sql", list=of.number, numbers=json.dumps(wanted))
        iris = dict(rows)
        return [iris[number] for number in wanted]

    def _read(self, class_iri: str) -> ClassList | None:
        rows = self._answers.rows("list-of.sql", **{"class": class_iri})
        if not rows:
            return None
        ((number, total, *orders),) = rows
        names = ("latest", "connected")
        return ClassList(
            number,
            total,
            tuple(_facets(self._answers.rows("list-facets.sql", list=number))),
            {name: _order(blob) for name, blob in zip(names, orders, strict=True) if blob},
        )


def _facets(rows: Iterable[tuple[str, int, str, bytes]]) -> Iterator[Facet]:
    for (name, is_clipped), group in groupby(rows, key=itemgetter(0, 1)):
        values = {
            msgspec.json.decode(cell, type=Cell): int.from_bytes(zlib.decompress(bits), "little")
            for _, _, cell, bits in group
        }
        yield Facet(name, values, bool(is_clipped))


def _order(blob: bytes) -> Sequence[int]:
    return array("I", zlib.decompress(blob))


def _counted(facet: Facet, members: Bits) -> dict[Cell, int]:
    return {cell: (bits & members).bit_count() for cell, bits in facet.values.items()}


def _set_bits(members: bytes) -> Iterator[int]:
    for place, byte in enumerate(members):
        if byte:
            yield from (place * 8 + bit for bit in range(8) if byte >> bit & 1)


def _size(found: ClassList) -> int:
    """Estimate what a list takes in memory."""
    bits = sum(b.bit_length() // 8 + 200 for facet in found.facets for b in facet.values.values())
    return bits + sum(4 * len(order) for order in found.orders.values()) + 1000
