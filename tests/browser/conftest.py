"""A site as it is for readers, and a browser to look at it."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from browser.hostile_site import write_hostile_site
from browser.visiting import AXE, ROOT, Reader, Visit
from conftest import Serving
from kennisgraaf.versions import Version

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Open = Callable[..., Visit]
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def _missing() -> str:
    """Tell what a look at the pages needs and is not there; ``""`` for nothing."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed: pip install -e '.[browser]'"
    if _chromium() is None:
        return "there is no Chromium: apt-get install chromium-headless-shell"
    if not AXE.exists():
        return f"axe is not installed: npm ci --prefix {AXE.parents[2].relative_to(ROOT)}"
    return ""


def _chromium() -> str | None:
    """The one without windows of its own takes half the time."""
    found = (shutil.which(name) for name in ("chromium-headless-shell", "chromium"))
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


@pytest.fixture(scope="package", autouse=True)
def _needs() -> None:
    reason = _missing()
    if reason and os.environ.get("BROWSER_TESTS") == "required":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="package")
def browser(_needs: None) -> Iterator["Browser"]:
    """Chromium; it ends with this folder's tests, as others run event loops of their own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=list(_ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def site(_needs: None, stadskennis_version: Version) -> Iterator[str]:
    """The address of a server of the project's own publication."""
    var = stadskennis_version.path.parents[1]
    with Serving("--publication", str(ROOT), "--var", str(var), "--quiet") as address:
        yield address


@pytest.fixture
def visit(browser: "Browser", site: str) -> Iterator[Open]:
    """Opens windows with the site, as a reader of a language and a scheme has them."""
    with ExitStack() as windows:

        def open_window(*, address: str = site, **about: object) -> Visit:
            reader = Reader(**about)  # type: ignore[arg-type]
            return windows.enter_context(Visit(browser, address, reader))

        yield open_window


@pytest.fixture(scope="package")
def hostile_site(_needs: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of hostile data."""
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile_site(folder)
    with Serving("--publication", str(folder), "--quiet", seconds=120) as address:
        yield address


@pytest.fixture
def hostile(browser: "Browser", hostile_site: str) -> Iterator[Open]:
    """Opens windows with hostile data."""
    with ExitStack() as windows:
        yield lambda **about: windows.enter_context(Visit(browser, hostile_site, Reader(**about)))
