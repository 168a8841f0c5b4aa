"""The command that serves, and publishes first where nothing is published."""

import multiprocessing
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from kennisgraaf.cli.publishing import publish_files, publish_publication
from kennisgraaf.cli.session import DATA_ARE_WRONG, Session, errors_told, main, with_session
from kennisgraaf.errors import VersionError
from kennisgraaf.versions import current_name, current_version

_RDF = click.Path(path_type=Path, exists=True)


@main.command()
@with_session
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--union-default-graph", is_flag=True,
    help="With FILEs: queries see all graphs by default.",
)  # fmt: skip
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a line of JSON for each request to FILE.",
)
@click.argument("files", nargs=-1, type=_RDF)
def serve(
    session: Session, host: str, port: int, workers: int, union_default_graph: bool,
    log: Path | None, files: tuple[Path, ...],
) -> None:  # fmt: skip
    """Serve the publication; or just FILES of RDF, and folders of them, from a temporary place.

    \b
    kennisgraaf serve
    kennisgraaf serve --port 8080 vocabulary.ttl
    """
    for path in files:
        if (path / "publication.toml").exists():
            raise click.UsageError(f"{path} is a publication: serve it with --publication {path}.")
    if files:
        with tempfile.TemporaryDirectory(prefix="kennisgraaf-") as var:
            base = _origin(host, port)
            _in_child(lambda: publish_files(session, files, Path(var), base, union_default_graph))
            _serve(session, Path(var), host, port, workers, log)
        return
    missing = _what_is_missing(session.var)
    if missing:
        session.say(f"{missing}: publishing first.")
        _in_child(lambda: publish_publication(session))
    _serve(session, session.var, host, port, workers, log)


def _what_is_missing(var: Path) -> str:
    """Say why there is no version to serve; ``""`` where there is one."""
    current = current_version(var)
    if current is None:
        return f"Nothing is published in {var} yet"
    try:
        _ = current.manifest
    except VersionError:
        return f"Version {current.name} is not readable for this release"
    return ""


def _origin(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _in_child(publish: Callable[[], object]) -> None:
    """Publish in a process of its own: the server shall not keep the memory that it took."""

    def run() -> None:
        with errors_told():
            publish()

    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(max(child.exitcode, DATA_ARE_WRONG))


def _serve(
    session: Session, var: Path, host: str, port: int, workers: int, log: Path | None
) -> None:
    from kennisgraaf.server import serve as serve_version

    session.say(f"Serving version {current_name(var)}:")
    session.say(f"{_origin(host, port)}  (Ctrl+C ends)")
    serve_version(var, host, port, workers, log)
