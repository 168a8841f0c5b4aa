"""Publish a file as `kennisgraaf serve FILE` does, but for how much one client may ask at a time.

All requests of a benchmark come from one address; the limit for it is not what is measured.
"""

import sys
from pathlib import Path

import msgspec
from pyoxigraph import Dataset

from kennisgraaf.graph.assemble import Sources, assemble
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import publication_of_files
from kennisgraaf.validation.validate import Validated

_ORIGIN = "http://127.0.0.1/"


def main() -> None:
    """Publish FILE in the folder VAR, with MOST queries at a time for each client."""
    file, var, most = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    sources = Sources((file,), _ORIGIN)
    validated = Validated(sources, assemble(sources), Dataset(), Dataset(), (), None)
    settings = publication_of_files((file,), _ORIGIN, False)
    limits = msgspec.structs.replace(settings.limits, queries_per_client=most)
    settings = msgspec.structs.replace(settings, limits=limits)
    publish(validated, settings, var, lambda _stage: None)


if __name__ == "__main__":
    main()
