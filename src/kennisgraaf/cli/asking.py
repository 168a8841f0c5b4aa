"""Commands that ask the current version: query, describe."""

import sys
from typing import TextIO

import click

from kennisgraaf.cli.session import Session, main, with_session


@main.command()
@with_session
@click.option(
    "--format", "extension", default="csv", show_default=True,
    type=click.Choice(["csv", "tsv", "json", "xml", "ttl", "nt", "rdf"]),
    help="csv, tsv, json, xml; ttl, nt, rdf for triples.",
)  # fmt: skip
@click.argument("file", type=click.File("r", encoding="utf-8"))
def query(session: Session, extension: str, file: TextIO) -> None:
    """Answer the SPARQL query in FILE, or from standard input (-).

    \b
    echo 'SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }' | kennisgraaf query -
    """
    from pyoxigraph import QueryResultsFormat, RdfFormat

    from kennisgraaf.store.client import ask_once
    from kennisgraaf.store.messages import Question
    from kennisgraaf.versions import require_current

    version = require_current(session.var)
    results = QueryResultsFormat.from_extension("json" if session.as_json else extension)
    graph = RdfFormat.from_extension(extension)
    question = Question(
        query=file.read(),
        results_type=(results or QueryResultsFormat.CSV).media_type,
        graph_type=(graph or RdfFormat.TURTLE).media_type,
        base_iri=version.publication.base_iri,
    )
    found = ask_once(version, question)
    sys.stdout.buffer.write(found.content)
    if not found.content.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")


@main.command()
@with_session
@click.argument("iri")
def describe(session: Session, iri: str) -> None:
    """Print what the current version says about IRI (or its end after the base) as TriG.

    \b
    kennisgraaf describe id/garden/back
    """
    from kennisgraaf.settings import absolute
    from kennisgraaf.store.descriptions import Descriptions
    from kennisgraaf.store.documents import dataset_document
    from kennisgraaf.versions import require_current

    version = require_current(session.var)
    publication = version.publication
    description = Descriptions(version).describe(absolute(iri, publication.base_iri))
    sys.stdout.buffer.write(dataset_document(description, publication))
