"""Viewing: publications with views, and the pages of other people's data."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient
from pyoxigraph import Dataset

from kennisgraaf.graph.assemble import Sources, assemble
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.publication_file import read_publication
from kennisgraaf.settings import publication_of_files
from kennisgraaf.store.client import running_pool
from kennisgraaf.validation.validate import Validated, validate_publication
from kennisgraaf.versions import Version
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from stores import silent

ORIGIN = "http://127.0.0.1:8000/"
BROWSER = {"Accept": "text/html", "Accept-Language": "en"}


def published_with(
    garden: Path, var: Path, tell: Callable[[str], None] = silent, /, **views: str
) -> Version:
    """Publish the garden with views, by name with ``__`` for the slash."""
    settings = garden / "publication.toml"
    text = settings.read_text("utf-8")
    if "views =" not in text:
        settings.write_text(text.replace("[folders]", '[folders]\nviews = ["views"]'), "utf-8")
    shutil.rmtree(garden / "views", ignore_errors=True)
    for name, query in views.items():
        path = garden / "views" / (name.replace("__", "/") + ".rq")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(query, "utf-8")
    publication = read_publication(settings)
    validated = validate_publication(publication, garden, silent)
    return publish(validated, publication, var, tell)[0]


def published_files(folder: Path, text: str, union: bool = True) -> Version:
    """Publish a file of other people's data, without settings."""
    file = folder / "data.trig"
    file.write_text(text, "utf-8")
    sources = Sources((file,), ORIGIN)
    validated = Validated(sources, assemble(sources), Dataset(), Dataset(), (), None)
    publication = publication_of_files((file,), ORIGIN, union)
    return publish(validated, publication, folder / "var", silent)[0]


@contextmanager
def pages_of(version: Version) -> Iterator[FlaskClient]:
    """Give a client of the pages of a version, with its query processes."""
    # A Unix socket has a short name, which pytest's own folders may exceed.
    with TemporaryDirectory(prefix="kennisgraaf-") as run, running_pool(version, Path(run)):
        app = create_app(Current(version.path.parent.parent, Path(run)))
        yield app.test_client(use_cookies=False)
