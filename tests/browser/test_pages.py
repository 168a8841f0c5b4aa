"""Every kind of page: accessible, quiet, small, within the window, complete without scripts."""

from urllib.parse import urlsplit

import pytest

from browser.conftest import Open
from browser.kinds import KINDS, Kind, each, matches, page_routes
from browser.visiting import SMALL

MOST_BYTES = 60_000


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", each(*KINDS))
def test_page_is_accessible_and_quiet(visit: Open, kind: Kind, language: str) -> None:
    """WCAG 2.2 AA as far as axe sees; no error, no request elsewhere, nothing that CSP blocks."""
    window = visit(language=language)
    assert window.go(kind.path) == kind.status
    assert window.page.locator("html").get_attribute("lang") == language
    for scheme in ("light", "dark"):
        window.wear(scheme)
        assert window.violations() == [], scheme
    assert window.wider() == []
    assert window.problems() == []


@pytest.mark.parametrize("kind", each(*KINDS))
def test_page_is_small_and_fits_a_telephone(visit: Open, kind: Kind) -> None:
    """HTML alone; and with styles and scripts as it comes over the line. An editor is larger."""
    window = visit(width=SMALL)
    assert window.go(kind.path) == kind.status
    assert window.wider() == []
    assert window.html_bytes() < MOST_BYTES
    if not kind.is_editor:
        sizes = window.sizes()
        assert 0 < sum(sizes.values()) < MOST_BYTES, sizes


@pytest.mark.parametrize("kind", each(*KINDS))
def test_page_is_complete_without_scripts(visit: Open, kind: Kind) -> None:
    """An editor takes the place of a form; the form is there all the same."""
    plain = visit(runs_scripts=False)
    assert plain.go(kind.path) == kind.status
    if kind.is_editor:
        assert plain.page.locator("main form textarea[name=query]").count() == 1
        return
    enhanced = visit()
    enhanced.go(kind.path)
    assert plain.text() == enhanced.text()


def test_every_route_with_a_page_is_a_kind() -> None:
    """A new route without a kind in ``kinds.py`` is not looked at."""
    routes = page_routes()
    assert routes
    unseen = [r for r in routes if not any(matches(r, kind.path) for kind in KINDS)]
    assert unseen == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_head_and_foot_lead_to_kinds(visit: Open, language: str) -> None:
    window = visit(language=language)
    window.go("/")
    links = window.page.locator("header.site a, footer.site a").evaluate_all(
        "links => links.map(link => link.href)"
    )
    local = {urlsplit(link).path for link in links if link.startswith(window.address)}
    kinds = {kind.path.partition("?")[0].removesuffix(".html") for kind in KINDS}
    assert local - kinds == set()
