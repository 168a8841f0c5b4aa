"""Warming: a web worker has its templates and its version ready before the first visitor."""

from pathlib import Path

from kennisgraaf.versions import Version
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from kennisgraaf.web.warming import warm_up


def test_templates_and_version_are_ready(version: Version, var: Path, tmp_path: Path) -> None:
    current = Current(var, tmp_path)
    app = create_app(current)
    warm_up(app)
    names = app.jinja_env.list_templates(extensions=["html"])
    assert app.jinja_env.cache is not None
    assert len(app.jinja_env.cache) >= len(names) > 1
    assert {"views", "timeline", "search", "assessment"} <= vars(current.get()).keys()
    assert current.get().name == version.name


def test_where_nothing_is_published_nothing_fails(tmp_path: Path) -> None:
    current = Current(tmp_path, tmp_path)
    warm_up(create_app(current))


def test_page_that_cannot_be_made_does_not_stop_the_worker(version: Version, var: Path) -> None:
    app = create_app(Current(var, var))

    def broken() -> str:
        raise ZeroDivisionError

    app.view_functions["home.show"] = broken
    warm_up(app)
