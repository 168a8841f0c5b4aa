"""Session: what all commands share: where things are, how much is told, how errors end."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kennisgraaf import __version__
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.publication_file import FILE_NAME, read_publication
from kennisgraaf.settings import Publication
from kennisgraaf.validation.findings import Finding

DATA_ARE_WRONG = 1


@dataclass(frozen=True)
class Session:
    """The options that every command has."""

    folder: Path
    var: Path
    quiet: bool
    as_json: bool
    started: float = field(default_factory=time.monotonic)

    def publication(self) -> Publication:
        """Read the publication's settings."""
        return read_publication(self.folder / FILE_NAME)

    def progress(self) -> Callable[[str], None]:
        """Give a function that tells of each stage on standard error, with the seconds so far."""

        def tell(stage: str) -> None:
            if not self.quiet:
                click.echo(f"{time.monotonic() - self.started:5.1f} s  {stage}", err=True)

        return tell

    def say(self, text: str) -> None:
        """Print for a person."""
        if not (self.quiet or self.as_json):
            click.echo(text)

    def give(self, value: Any) -> None:
        """Print JSON for a program, if one reads."""
        if self.as_json:
            click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextlib.contextmanager
def errors_told() -> Iterator[None]:
    """Tell a named error in one line and end with status 1."""
    try:
        yield
    except KennisgraafError as error:
        click.echo(str(error), err=True)
        sys.exit(DATA_ARE_WRONG)


class _Commands(click.Group):
    """Commands whose named errors become one line and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; end with status 1 on an error that the user can mend."""
        with errors_told():
            return super().invoke(ctx)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kennisgraaf")
def main() -> None:
    """Publish a folder of RDF as linked data: validated, versioned, dereferenceable, queryable."""


def with_session(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its session as first argument, and the options that make it."""

    @wraps(command)
    def run(
        publication: Path, var: Path | None, quiet: bool, as_json: bool, **arguments: Any
    ) -> None:
        folder = publication.parent if publication.name == FILE_NAME else publication
        session = Session(folder, var or folder / "var", quiet, as_json)
        command(session, **arguments)

    folder_type = click.Path(path_type=Path)
    options = (
        click.option(
            "--publication", type=folder_type, default=Path(), metavar="DIR",
            help=f"Folder with {FILE_NAME}.  [default: this folder]",
        ),
        click.option(
            "--var", type=folder_type, metavar="DIR",
            help="Folder of the versions.  [default: var beside publication.toml]",
        ),
        click.option("--quiet", is_flag=True, help="Tell nothing but errors."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON for a program."),
    )  # fmt: skip
    for option in reversed(options):
        run = option(run)
    return run


def message_language() -> str:
    """Give the language of messages to a curator: Dutch where the terminal is Dutch."""
    return "nl" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("nl") else "en"


def as_json(finding: Finding) -> dict[str, Any]:
    """Write a finding as JSON."""
    place = finding.place
    return {
        "severity": finding.severity.lower(),
        "file": str(place.path) if place else None,
        "line": place.line if place else None,
        "focus_node": str(finding.focus),
        "path": finding.path.value if finding.path else None,
        "value": str(finding.value) if finding.value is not None else None,
        "graph": finding.graph,
        "source": finding.source,
        "messages": finding.messages,
    }
