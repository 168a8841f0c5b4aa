"""Pipeline: a new version or nothing at all, also when it is interrupted or not alone."""

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from pyoxigraph import RdfFormat, Store, parse

from kennisgraaf.errors import EvidenceError, PublishingError, ViolationError
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.publication_file import read_publication
from kennisgraaf.settings import Publication
from kennisgraaf.validation.validate import Validated, validate_publication
from kennisgraaf.versions import (
    DESCRIPTIONS,
    FORMAT,
    HASHES,
    MANIFEST,
    SHAPES,
    STORE,
    Version,
    current_name,
    require_current,
    versions_of,
)
from stores import silent

BASE = "https://tuin.example/"
STAGES = ["write distributions", "describe entities", "load the store", "write to disk"]


@pytest.fixture
def garden(unasked: Path) -> Path:
    """Data are changed here that questions ask for."""
    return unasked


def publish_folder(folder: Path, var: Path, reports: Path | None = None) -> tuple[Version, bool]:
    publication = read_publication(folder / "publication.toml")
    validated = validate_publication(publication, folder, silent, reports)
    return publish(validated, publication, var, silent)


def change(path: Path, text: str, other: str) -> None:
    before = path.read_text("utf-8")
    assert text in before
    path.write_text(before.replace(text, other), "utf-8")


def state(folder: Path) -> dict[str, tuple[int, str]]:
    """Give time of change and hash of every file below a folder."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in [folder, *folder.rglob("*")]
    }


def unfinished(var: Path) -> list[Path]:
    return list((var / "versions").glob(".*"))


def require_complete(version: Version) -> None:
    manifest = version.manifest
    assert manifest.version == version.name
    for name, file in manifest.files.items():
        content = (version.path / name).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (file.bytes, file.sha256), name
    assert len(Store.read_only(str(version.path / STORE))) >= manifest.quads > 0


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


def test_version_is_complete_and_current(garden: Path, var: Path) -> None:
    version, is_new = publish_folder(garden, var)
    assert is_new
    assert require_current(var).path == version.path
    require_complete(version)
    assert unfinished(var) == []


def test_publishing_twice_changes_nothing(garden: Path, var: Path) -> None:
    version, _ = publish_folder(garden, var)
    before = state(version.path.parent)
    again, is_new = publish_folder(garden, var)
    assert (again.path, is_new) == (version.path, False)
    assert state(version.path.parent) == before


def test_changed_data_are_a_new_version_beside_the_old(garden: Path, var: Path) -> None:
    old, _ = publish_folder(garden, var)
    before = state(old.path)
    change(garden / "data/tuinen.trig", '"Back garden"@en', '"Backyard"@en')
    new, is_new = publish_folder(garden, var)
    assert is_new
    assert current_name(var) == new.name != old.name
    assert state(old.path) == before
    require_complete(new)


def test_change_back_makes_the_old_version_current_again(garden: Path, var: Path) -> None:
    old, _ = publish_folder(garden, var)
    change(garden / "data/tuinen.trig", '"Back garden"@en', '"Backyard"@en')
    publish_folder(garden, var)
    change(garden / "data/tuinen.trig", '"Backyard"@en', '"Back garden"@en')
    again, is_new = publish_folder(garden, var)
    assert (again.name, is_new, current_name(var)) == (old.name, False, old.name)
    assert len(versions_of(var)) == 2


def test_order_and_layout_of_the_source_change_nothing(garden: Path, var: Path) -> None:
    old, _ = publish_folder(garden, var)
    data = garden / "data/tuinen.trig"
    data.rename(garden / "data/anders.trig")
    change(garden / "data/anders.trig", " ;\n", "\n  ;\n\n")
    assert publish_folder(garden, var) == (old, False)


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("publication.toml", 'en = "Garden knowledge"', 'en = "Garden lore"'),
        ("publication.toml", "page_size = 5", "page_size = 6"),
        ("shapes/tuin.ttl", "as one decimal number", "as a decimal number"),
        ("data/tuinen.trig", "1250.50", "1250.5"),
        ("data/tuinen.trig", "graaf:redactie {", "graaf:nieuws {"),
    ],
)
def test_all_that_is_served_makes_a_new_version(
    garden: Path, var: Path, file: str, before: str, after: str
) -> None:
    old, _ = publish_folder(garden, var)
    change(garden / file, before, after)
    new, is_new = publish_folder(garden, var)
    assert is_new
    assert new.name != old.name


def test_violation_publishes_nothing(garden: Path, var: Path) -> None:
    version, _ = publish_folder(garden, var)
    before = state(var)
    change(garden / "data/tuinen.trig", "1250.50", '"much"')
    with pytest.raises(ViolationError) as error:
        publish_folder(garden, var)
    assert error.value.count == 1
    assert state(var) == before
    assert current_name(var) == version.name


def test_violation_without_a_version_leaves_none(garden: Path, var: Path) -> None:
    change(garden / "data/tuinen.trig", "1250.50", '"much"')
    with pytest.raises(ViolationError):
        publish_folder(garden, var)
    assert not var.exists()


def test_lost_evidence_publishes_nothing(garden: Path, var: Path) -> None:
    reports = garden / "reports"
    publish_folder(garden, var, reports)
    before = state(var)
    change(reports / "verslag-2023.txt", "negen", "tien")
    with pytest.raises(EvidenceError):
        publish_folder(garden, var, reports)
    assert state(var) == before


def test_second_publisher_is_refused_by_name(
    garden: Path, var: Path, validated: Validated, publication: Publication
) -> None:
    refusals: list[str] = []

    def publish_meanwhile(_stage: str) -> None:
        command = [sys.executable, "-m", "kennisgraaf", "publish", "--publication", str(garden)]
        other = subprocess.run([*command, "--var", str(var), "--quiet"], capture_output=True)
        assert other.returncode == 1
        refusals.append(other.stderr.decode())
        with pytest.raises(PublishingError, match="Another process publishes"):
            publish(validated, publication, var, silent)

    def only_once(stage: str) -> None:
        if stage == "write to disk":
            publish_meanwhile(stage)

    version, is_new = publish(validated, publication, var, only_once)
    assert refusals == [f"Another process publishes in {var}. Try again later.\n"]
    assert is_new
    require_complete(version)


@pytest.mark.parametrize("stage", STAGES)
def test_interruption_leaves_nothing_behind(
    garden: Path, var: Path, validated: Validated, publication: Publication, stage: str
) -> None:
    old, _ = publish(validated, publication, var, silent)
    change(garden / "data/tuinen.trig", '"Back garden"@en', '"Backyard"@en')
    changed = validate_publication(publication, garden, silent)

    def interrupt(told: str) -> None:
        if told == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(changed, publication, var, interrupt)
    assert (unfinished(var), current_name(var), len(versions_of(var))) == ([], old.name, 1)
    assert publish(changed, publication, var, silent)[1]


def test_disk_that_refuses_is_named(
    validated: Validated, publication: Publication, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(PublishingError, match="cannot be written"):
        publish(validated, publication, tmp_path / "file", silent)


@pytest.mark.parametrize("damage", ["format", "manifest", "index", "folder"])
def test_publishing_gets_past_a_version_that_it_cannot_read(
    garden: Path, var: Path, damage: str
) -> None:
    """It is what the program itself tells to do about one."""
    old, _ = publish_folder(garden, var)
    if damage == "format":
        other = msgspec.structs.replace(old.manifest, format=FORMAT + 1)
        (old.path / MANIFEST).write_bytes(msgspec.json.encode(other))
        (old.path / DESCRIPTIONS).write_bytes(b"an index of the future")
    elif damage == "folder":
        shutil.rmtree(old.path)
    else:
        (old.path / {"manifest": MANIFEST, "index": DESCRIPTIONS}[damage]).unlink()
    change(garden / "data/tuinen.trig", '"Back garden"@en', '"Backyard"@en')
    new, is_new = publish_folder(garden, var)
    assert is_new
    require_complete(new)
    assert current_name(var) == new.name


def test_any_separator_may_stand_in_a_message_of_a_shape(garden: Path, var: Path) -> None:
    change(garden / "shapes/tuin.ttl", "Give the garden", "Give\\u2028the\\u0085garden")
    version, _ = publish_folder(garden, var)
    messages = [
        quad.object for quad in parse(path=version.path / SHAPES, format=RdfFormat.N_TRIPLES)
    ]
    assert any("Give\u2028the\x85garden" in str(message) for message in messages)


def test_counts_are_of_what_is_served(
    validated: Validated, publication: Publication, var: Path
) -> None:
    manifest = publish(validated, publication, var, silent, "consistent: says a test")[0].manifest
    assert manifest.quads == len(validated.asserted) + len(validated.inferred)
    assert manifest.inferred == len(validated.inferred) == 4
    assert manifest.classes["https://tuin.example/ns/tuin#Tuin"] == 1
    assert manifest.findings == {"violation": 0, "warning": 0, "info": 0}
    assert manifest.consistency == "consistent: says a test"


def test_a_version_tells_the_hash_of_each_entity(garden: Path, tmp_path: Path) -> None:
    before, _ = publish_folder(garden, tmp_path)
    change(garden / "data/tuinen.trig", "Kruidenhoek", "Kruidenbed")
    after, _ = publish_folder(garden, tmp_path)
    old, new = (set((v.path / HASHES).read_text("utf-8").splitlines()) for v in (before, after))
    assert f"{BASE}id/tuin/kruidenhoek" in {line.partition("  ")[2] for line in new - old}
    assert f"{BASE}ns/tuin#maat" in {line.partition("  ")[2] for line in new & old}
    assert HASHES in after.manifest.files


def test_a_new_finding_makes_a_new_version_with_its_report(garden: Path, tmp_path: Path) -> None:
    before, _ = publish_folder(garden, tmp_path)
    change(garden / "shapes/checks/tree-count-warning.rq", "?value > 100", "?value > 1")
    after, is_new = publish_folder(garden, tmp_path)
    assert is_new
    assert (before.manifest.findings["warning"], after.manifest.findings["warning"]) == (0, 1)
    assert before.manifest.dataset_sha256 == after.manifest.dataset_sha256
