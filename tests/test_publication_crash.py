"""Crashes: whenever a publication is killed, what was current stays so, and the next one succeeds.

The moments are drawn, with a fixed seed, from how long an undisturbed publication takes here.
"""

import os
import random
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from kennisgraaf.versions import Version, current_name, require_current, versions_of

ENTITIES = 6600
BASE = "https://tuin.example/"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
KILLS = 5


@pytest.fixture
def large_garden(garden: Path) -> Path:
    """A publication of some twenty thousand statements, so that there is time to kill."""
    lines = (
        f"<{BASE}id/struik/{n}> <{BASE}ns/tuin#naast> <{BASE}id/struik/{n + 1}> .\n"
        f'<{BASE}id/struik/{n}> <{LABEL}> "Struik {n}"@nl .\n'
        f'<{BASE}id/struik/{n}> <{BASE}ns/tuin#hoogte> "{n % 300}"^^'
        "<http://www.w3.org/2001/XMLSchema#integer> .\n"
        for n in range(ENTITIES)
    )
    (garden / "data" / "struiken.nt").write_text("".join(lines), "utf-8")
    return garden


def plant(garden: Path, number: int) -> None:
    """Change the data, so that there is something new to publish."""
    line = f'<{BASE}id/struik/nieuw> <{LABEL}> "Struik {number}"@nl .\n'
    (garden / "data" / "nieuw.nt").write_text(line, "utf-8")


def start(garden: Path, var: Path) -> subprocess.Popen[bytes]:
    """Publish in a process; without Java, whose start would be most of the time."""
    folders = ("--publication", str(garden), "--var", str(var))
    command = [sys.executable, "-m", "kennisgraaf", "publish", "--quiet", *folders]
    return subprocess.Popen(command, env={**os.environ, "PATH": ""})


def published(garden: Path, var: Path) -> None:
    assert start(garden, var).wait() == 0


def require_complete(version: Version) -> None:
    """Read a version's manifest, and every file that it names."""
    for name, file in version.manifest.files.items():
        content = (version.path / name).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (file.bytes, file.sha256)
    assert version.manifest.version == version.name


def kill_at(moment: float, garden: Path, var: Path) -> None:
    """Publish, kill -9 at a moment, and look at what is left."""
    before = current_name(var)
    process = start(garden, var)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    after = current_name(var)
    assert (var / "current").is_dir() == (after is not None)
    assert before is None or after is not None, "what was current is gone"
    for version in versions_of(var):
        require_complete(version)
    assert after is None or after in {version.name for version in versions_of(var)}


def test_kill_at_any_moment_leaves_a_complete_version_or_none(
    large_garden: Path, tmp_path: Path
) -> None:
    began = time.monotonic()
    published(large_garden, tmp_path / "undisturbed")
    duration = time.monotonic() - began
    moments = random.Random(2023)
    var = tmp_path / "var"
    for number in range(2 * KILLS):
        if number == KILLS:
            published(large_garden, var)
        plant(large_garden, number)
        kill_at(moments.uniform(0.1, 1) * duration, large_garden, var)
    published(large_garden, var)
    assert list((var / "versions").glob(".*")) == []
    require_complete(require_current(var))
    quads = require_current(var).manifest.quads
    published(large_garden, tmp_path / "elsewhere")
    assert require_current(tmp_path / "elsewhere").manifest.quads == quads
