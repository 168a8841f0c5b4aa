"""Passages: an index of the evidence, in the order of the reports, with its text when at hand."""

import sqlite3
from pathlib import Path

from pyoxigraph import NamedNode

from kennisgraaf import queries
from kennisgraaf.settings import Publication
from kennisgraaf.sources.passages import described_passages, described_reports
from kennisgraaf.validation.validate import Validated


def write_passages(validated: Validated, publication: Publication, path: Path) -> None:
    """Write the passages of a dataset as an SQLite file; none where no term describes them.

    Their texts are there when the reports were, and proved them.
    """
    terms, dataset = publication.evidence, validated.asserted
    passages = [] if terms is None else described_passages(dataset, terms)
    reports = {} if terms is None else described_reports(dataset, terms)
    texts = {} if validated.evidence is None else validated.evidence.texts
    years = {iri: report.year for iri, report in reports.items()}
    in_order = sorted(passages, key=lambda p: (years.get(p.report, ""), p.report, p.begin, p.iri))
    with sqlite3.connect(path) as database:
        database.executescript(queries.load("passages-schema.sql"))
        database.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    number,
                    passage.iri,
                    passage.report,
                    years.get(passage.report, ""),
                    passage.heading,
                    passage.first_line,
                    passage.last_line,
                    len(list(dataset.quads_for_graph_name(NamedNode(passage.iri)))),
                    texts.get(passage.iri, ""),
                )
                for number, passage in enumerate(in_order, start=1)
            ),
        )
    database.close()
