"""How long the SHACL engines take on the publication of this folder, and whether they agree."""

import sys
import time
from pathlib import Path

from kennisgraaf.publication_file import read_publication
from kennisgraaf.validation.shapes import ENGINES, triples_of, validate
from kennisgraaf.validation.validate import validate_publication

ROUNDS = 3


def main() -> None:
    """Print the best of three rounds of each engine, interleaved, and their ratio."""
    publication = read_publication(Path("publication.toml"))
    validated = validate_publication(publication, Path(), lambda _stage: None)
    data = triples_of([*validated.asserted, *validated.inferred])
    shapes = triples_of(validated.shapes)
    best = dict.fromkeys(ENGINES, float("inf"))
    found = {}
    for _ in range(ROUNDS):
        for engine in ENGINES:
            started = time.perf_counter()
            found[engine] = [finding.key for finding in validate(data, shapes, engine)]
            best[engine] = min(best[engine], time.perf_counter() - started)
    fastest = min(best.values())
    sys.stdout.write(f"{data.count(chr(10))} triples, {shapes.count(chr(10))} of shapes\n")
    for engine, seconds in best.items():
        ratio, count = seconds / fastest, len(found[engine])
        sys.stdout.write(f"{engine:10} {seconds:8.3f} s  x {ratio:6.1f}  {count} results\n")
    agree = len({tuple(keys) for keys in found.values()}) == 1
    sys.stdout.write(f"the engines {'agree' if agree else 'DISAGREE'}\n")


if __name__ == "__main__":
    main()
