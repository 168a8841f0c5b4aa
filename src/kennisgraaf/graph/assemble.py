"""Assemble: the quads of all files of a publication become one dataset."""

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Dataset

from kennisgraaf.errors import SourceError
from kennisgraaf.settings import Publication
from kennisgraaf.sources.files import rdf_files, read_quads


@dataclass(frozen=True)
class Sources:
    """The files of a publication, and the folder that it stands in, if it has one."""

    files: tuple[Path, ...]
    base_iri: str | None
    folder: Path | None = None


def sources_of(publication: Publication, folder: Path) -> Sources:
    """List the ontology and data files of a publication whose folder is ``folder``.

    Raises:
        SourceError: a folder that publication.toml names is not there.
    """
    folders = publication.folders
    return Sources(
        tuple(rdf_files(folder, (*folders.ontology, *folders.data))), publication.base_iri, folder
    )


def assemble(sources: Sources) -> Dataset:
    """Read all files into one dataset; every literal stays as its file wrote it.

    Raises:
        SourceError: files cannot be read; names the first mistake of each, with its line.
    """
    dataset = Dataset()
    mistakes: list[SourceError] = []
    for path in sources.files:
        try:
            for quad in read_quads(path, sources.base_iri):
                dataset.add(quad)
        except SourceError as error:
            mistakes.append(error)
    if mistakes:
        raise SourceError.of_all(mistakes)
    return dataset
