"""Build: a wheel holds what browsers load, made without a Node of the machine."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STATIC = "kennisgraaf/web/static/built"
FONTS = {
    "source-sans-3-latin-wght-normal.woff2",
    "source-sans-3-latin-ext-wght-normal.woff2",
    "source-serif-4-latin-600-normal.woff2",
    "source-serif-4-latin-ext-600-normal.woff2",
}
MADE = {
    f"{STATIC}/editor.js",
    f"{STATIC}/countries-50m.json",
    f"{STATIC}/THIRD_PARTY.txt",
    f"{STATIC}/made-from.txt",
    *(f"{STATIC}/fonts/{name}" for name in FONTS),
    "kennisgraaf/publication/assets/countries-10m.json",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What is built of, without what was built."""
    copy = tmp_path / "project"
    (copy / "src" / "kennisgraaf").mkdir(parents=True)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, copy)
    shutil.copy(ROOT / "src" / "kennisgraaf" / "__init__.py", copy / "src" / "kennisgraaf")
    shutil.copytree(ROOT / "frontend", copy / "frontend", ignore=shutil.ignore_patterns("node_*"))
    return copy


def build(project: Path, **environment: str) -> tuple[int, str, set[str]]:
    """Build a wheel with an empty PATH; give the exit status, what is said, and what is in it."""
    wheels = project / "dist"
    nowhere = project / "nowhere"
    nowhere.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", wheels, "."],
        cwd=project,
        env={**os.environ, "PATH": str(nowhere), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    names = {n for wheel in wheels.glob("*.whl") for n in zipfile.ZipFile(wheel).namelist()}
    return done.returncode, done.stdout + done.stderr, names


def test_wheel_holds_what_browsers_load_and_is_made_once(project: Path) -> None:
    status, said, names = build(project)
    assert status == 0, said
    assert names >= MADE
    licences = (project / "src" / STATIC / "THIRD_PARTY.txt").read_text("utf-8")
    assert {name for name in ("@codemirror/view", "d3-geo", "world-atlas") if name in licences}
    # A second time nothing is fetched.
    status, said, names = build(project, npm_config_registry="http://127.0.0.1:9")
    assert status == 0, said
    assert names >= MADE
    # What is changed is made again.
    (project / "frontend" / "src" / "editor.js").write_text("document.title += 1;", "utf-8")
    status, said, _ = build(project)
    assert status == 0, said
    assert (project / "src" / STATIC / "editor.js").read_text("utf-8") == "document.title+=1;\n"


def test_build_without_packages_says_what_to_do(project: Path, tmp_path: Path) -> None:
    nowhere = {"npm_config_registry": "http://127.0.0.1:9", "npm_config_fetch_retries": "0"}
    status, said, names = build(project, npm_config_cache=str(tmp_path / "cache"), **nowhere)
    assert status != 0
    assert names == set()
    line = next(line for line in said.splitlines() if "npm's packages" in line)
    assert "cannot be had" in line
    assert "npm_config_registry" in line
    assert "KENNISGRAAF_WITHOUT_EDITOR=1" in line
    # The switch leaves out also what was made before.
    made = project / "src" / STATIC / "editor.js"
    made.parent.mkdir(parents=True)
    made.write_text("", "utf-8")
    status, said, names = build(project, KENNISGRAAF_WITHOUT_EDITOR="1", **nowhere)
    assert status == 0, said
    assert names
    assert not {name for name in names if "built" in name or "assets" in name}


def test_lock_pins_all_and_names_no_host() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text("utf-8")
    assert "http" not in lock.replace("https://opencollective", "").replace("https://github", "")
    assert lock.count('"version"') == lock.count('"integrity"')
