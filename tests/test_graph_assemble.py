"""Assemble: all files of a publication become one dataset."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kennisgraaf.errors import SourceError
from kennisgraaf.graph.assemble import Sources, assemble, sources_of
from kennisgraaf.publication_file import read_publication
from kennisgraaf.settings import Publication


def test_ontology_is_read_before_data(garden: Path, publication: Publication) -> None:
    sources = sources_of(publication, garden)
    assert [path.name for path in sources.files] == ["tuin.ttl", "tuinen.trig"]
    assert sources.base_iri == "https://tuin.example/"


def test_graphs_of_all_files_are_kept(garden: Path, publication: Publication) -> None:
    (garden / "data/meer").mkdir()
    (garden / "data/meer/vijver.trig").write_text(
        "<id/graaf/redactie> { <id/tuin/vijver> <ns/tuin#diepte> 1.50 }", "utf-8"
    )
    dataset = assemble(sources_of(publication, garden))
    (pond,) = dataset.quads_for_subject(NamedNode("https://tuin.example/id/tuin/vijver"))
    assert pond.graph_name == NamedNode("https://tuin.example/id/graaf/redactie")
    assert len(list(dataset.quads_for_graph_name(pond.graph_name))) > 1


def test_literals_stay_as_their_file_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <urn:b> 1250.50 , 007 , 'true'@nl , 1.0e0 .", "utf-8")
    dataset = assemble(Sources((path,), None))
    assert {quad.object.value for quad in dataset} == {"1250.50", "007", "true", "1.0e0"}


def test_the_same_statement_in_two_files_is_one(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("<urn:a> <urn:b> <urn:c> .", "utf-8")
    assert len(assemble(Sources((tmp_path / "a.ttl", tmp_path / "b.ttl"), None))) == 1


def test_blank_nodes_of_two_files_are_not_confused(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("_:x <urn:b> <urn:c> .", "utf-8")
    assert len(assemble(Sources((tmp_path / "a.ttl", tmp_path / "b.ttl"), None))) == 2


def test_mistake_names_the_file(garden: Path, publication: Publication) -> None:
    (garden / "data/tuinen.trig").write_text("<g> {\n<a> <b> }", "utf-8")
    with pytest.raises(SourceError) as raised:
        assemble(sources_of(publication, garden))
    assert raised.value.place == f"{garden}/data/tuinen.trig:2"


@pytest.mark.parametrize("folder", ["data", "ontology"])
def test_missing_folder_is_told(garden: Path, folder: str) -> None:
    path = garden / "publication.toml"
    text = path.read_text("utf-8").replace(f'{folder} = ["{folder}"]', f'{folder} = ["weg"]')
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError) as raised:
        sources_of(read_publication(path), garden)
    assert raised.value.place == str(garden / "weg")


def test_the_first_mistake_of_every_file_is_told(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        text = "<urn:a> <urn:b> <urn:c> ." if name == "b" else "<urn:a> <urn:b>\n nonsense ."
        (tmp_path / f"{name}.ttl").write_text(text)
    files = tuple(sorted(tmp_path.glob("*.ttl")))
    with pytest.raises(SourceError) as caught:
        assemble(Sources(files, None))
    told = str(caught.value).splitlines()
    assert [line.partition(": ")[0] for line in told] == [f"{files[0]}:2", f"{files[2]}:2"]
