"""Settings: each mistake in publication.toml is told by file, line and key."""

from pathlib import Path

import pytest

from kennisgraaf.errors import SettingsError
from kennisgraaf.publication_file import read_publication
from kennisgraaf.settings import (
    Publication,
    absolute,
    publication_of_files,
    read_written_publication,
    write_publication,
)


def changed(garden: Path, old: str, new: str) -> tuple[Path, int]:
    """Replace the one ``old`` in publication.toml; give the file, and the line of the change."""
    path = garden / "publication.toml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
    path.write_text(text.replace(old, new), "utf-8")
    return path, text.count("\n", 0, text.index(old)) + 1


def test_every_iri_is_absolute(publication: Publication) -> None:
    assert publication.evidence is not None
    assert publication.inference is not None
    assert publication.inference.graph == "https://tuin.example/id/graaf/afgeleid"
    assert publication.evidence.passage == "https://tuin.example/ns/tuin#Passage"
    assert publication.evidence.report == "http://www.w3.org/ns/oa#hasSource"
    assert publication.prefixes["tuin"] == "https://tuin.example/ns/tuin#"
    assert publication.publisher.iri == "https://tuin.example/id/organisatie/tuiniers"


def test_what_is_left_out_has_a_default(garden: Path) -> None:
    path = garden / "publication.toml"
    text = path.read_text("utf-8")
    path.write_text(text.partition("[inference]")[0] + "[prefixes]\n", "utf-8")
    publication = read_publication(path)
    assert publication.inference is None
    assert publication.evidence is None
    assert publication.limits.query_processes == 4
    assert publication.union_default_graph


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('licence = "', 'license = "', "license", "unknown field"),
        ("page_size = 5", "page_sise = 5", "limits.page_sise", "unknown field"),
        ("page_size = 5", "page_size = 0", "limits.page_size", ">= 1"),
        ("page_size = 5", 'page_size = "5"', "limits.page_size", "Expected `int`"),
        ("page_size = 5", "page_size = true", "limits.page_size", "Expected `int`"),
        ("query_seconds = 1.0", "query_seconds = 0", "limits.query_seconds", "> 0"),
        ("query_memory_mib = 256", "query_memory_mib = 1", "limits.query_memory_mib", ">= 64"),
        ("query_processes = 2", "query_processes = 65", "limits.query_processes", "<= 64"),
        ('data = ["data"]', 'data = "data"', "folders.data", "Expected `array`"),
        ('data = ["data"]', 'dates = ["data"]', "folders.dates", "unknown field"),
        ('languages = ["nl", "en"]', "languages = []", "languages", "length >= 1"),
        ('languages = ["nl", "en"]', 'languages = ["Dutch"]', "languages.0", "regex"),
        ('base_iri = "https://tuin.example/"', 'base_iri = "tuin.example/"', "base_iri", "regex"),
        ('base_iri = "https://tuin.example/"', 'base_iri = "https://tuin.example"', "base_iri", ""),
        ('graph = "id/graaf/afgeleid"', 'graph = "id/graaf af"', "inference.graph", "not an IRI"),
        ('digest = "ns/tuin#sha256"', 'digest = "<x>"', "evidence.digest", "not an IRI"),
        ('digest = "ns/tuin#sha256"', "digest = 256", "evidence.digest", "Expected `str`"),
        ('tuin = "ns/tuin#"', 'tuin = "ns tuin#"', "prefixes.tuin", "not an IRI"),
        ('url = "https://tuin.example/"', 'url = "https://tuin .example/"', "contact.url", "IRI"),
        ('iri = "https://tuin.example/id/organisatie/tuiniers"', "iri = 1", "publisher.iri", "str"),
        ('[title]\nnl = "Tuinkennis"', "[title]\nnl = 2023", "title", "Expected `str`"),
        ('[title]\nnl = "Tuinkennis"', '[title]\nDutch = "Tuinkennis"', "title", "regex"),
        ('[prefixes]\ntuin = "', '[prefixes]\n"1" = "', "prefixes", "regex"),
        ("creativecommons.org/publicdomain", "creative commons/public", "licence", "not an IRI"),
    ],
)  # fmt: skip
def test_mistake_is_told_by_line_and_key(
    garden: Path, old: str, new: str, key: str, words: str
) -> None:
    path, line = changed(garden, old, new)
    with pytest.raises(SettingsError) as raised:
        read_publication(path)
    place, _, rest = str(raised.value).partition(": ")
    assert words in rest
    assert place == f"{path}:{line}"
    assert rest.startswith(f"{key}: ")


@pytest.mark.parametrize(
    ("old", "new", "line_of"),
    [
        ('graph = "id/graaf/afgeleid"', "", "[inference]"),
        ('name = { nl = "Tuiniers", en = "Gardeners" }\nurl', "url", "[contact]"),
        ('licence = "https://creativecommons.org/publicdomain/zero/1.0/"', "", "# A small"),
    ],
)
def test_missing_key_is_told_by_the_line_of_its_table(
    garden: Path, old: str, new: str, line_of: str
) -> None:
    path, _ = changed(garden, old, new)
    lines = path.read_text("utf-8").splitlines()
    expected = next(n for n, line in enumerate(lines, start=1) if line.startswith(line_of))
    with pytest.raises(SettingsError, match="missing required field") as raised:
        read_publication(path)
    assert str(raised.value).startswith(f"{path}:{expected}: ")


def test_key_is_looked_for_in_its_own_table_only(garden: Path) -> None:
    path, line = changed(garden, 'begin = "ns/tuin#begin"', 'title = "ns/tuin#begin"')
    with pytest.raises(SettingsError) as raised:
        read_publication(path)
    assert str(raised.value).startswith(f"{path}:{line}: evidence.title: ")


@pytest.mark.parametrize("table", ["foo", "folder"])
def test_unknown_table_is_told_by_its_line(garden: Path, table: str) -> None:
    path, line = changed(garden, "[inference]", f"[{table}]\n[inference]")
    with pytest.raises(SettingsError) as raised:
        read_publication(path)
    assert str(raised.value).startswith(f"{path}:{line}: {table}: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("page_size = 5", "page_size = "),
        ('graph = "id/graaf/afgeleid"', 'graph = "id/graaf/afgeleid'),
        ("[inference]", "[inference"),
        ("page_size = 5", "page_size = 5\npage_size = 6"),
    ],
)
def test_what_is_not_toml_is_told_by_line(garden: Path, old: str, new: str) -> None:
    path, line = changed(garden, old, new)
    with pytest.raises(SettingsError, match="this is not TOML") as raised:
        read_publication(path)
    told = int(str(raised.value).removeprefix(f"{path}:").partition(":")[0])
    assert line <= told <= line + 1


def test_text_that_is_not_utf_8_is_told(garden: Path) -> None:
    path = garden / "publication.toml"
    path.write_bytes(path.read_bytes().replace(b"Tuinkennis", "Tuinkennis één".encode("latin-1")))
    with pytest.raises(SettingsError) as raised:
        read_publication(path)
    assert str(raised.value).startswith(f"{path}:7: ")


def test_toml_that_never_ends_is_told_at_its_last_line(garden: Path) -> None:
    path = garden / "publication.toml"
    path.write_text('title = """\nTuin\n', "utf-8")
    with pytest.raises(SettingsError) as raised:
        read_publication(path)
    assert str(raised.value).startswith(f"{path}:2: this is not TOML")


def test_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--publication DIR") as raised:
        read_publication(tmp_path / "publication.toml")
    assert str(raised.value).startswith(f"{tmp_path / 'publication.toml'}: ")


def test_written_publication_reads_back_the_same(publication: Publication) -> None:
    assert read_written_publication(write_publication(publication)) == publication


def test_files_without_a_publication_get_one() -> None:
    files = [Path(f"data/{name}.ttl") for name in "abcd"]
    publication = publication_of_files(files, "http://127.0.0.1:7000/", union=False)
    assert publication.title["nl"] == "a.ttl, b.ttl, c.ttl …"
    assert publication.base_iri == "http://127.0.0.1:7000/"
    assert publication.prefixes["skos"].startswith("http://www.w3.org/2004/02/skos")
    assert not publication.union_default_graph


@pytest.mark.parametrize(
    ("reference", "iri"),
    [
        ("ns/tuin#", "https://tuin.example/ns/tuin#"),
        ("http://schema.org/", "http://schema.org/"),
        ("urn:x:y", "urn:x:y"),
    ],
)
def test_base_goes_before_a_relative_reference(reference: str, iri: str) -> None:
    assert absolute(reference, "https://tuin.example/") == iri
