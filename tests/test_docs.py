"""The documentation names every command, route and setting."""

from pathlib import Path

import click
import pytest

from kennisgraaf.cli import main
from kennisgraaf.settings import Limits, Publication
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current

REFERENCE = (Path(__file__).parents[1] / "docs" / "reference.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_in_the_reference_and_has_an_example(name: str) -> None:
    assert f"`{name}" in REFERENCE
    help_text = main.commands[name].get_help(click.Context(main.commands[name]))
    assert f"kennisgraaf {name}" in help_text


@pytest.mark.parametrize(
    "key", [*Publication.__struct_fields__, *(f"{name}" for name in Limits.__struct_fields__)]
)
def test_every_setting_is_in_the_reference(key: str) -> None:
    assert f"`{key}`" in REFERENCE


def test_the_reference_gives_the_defaults_of_limits() -> None:
    defaults = {name: getattr(Limits(), name) for name in Limits.__struct_fields__}
    assert [
        name for name, value in defaults.items() if f"| `{name}` | {value:g} |" not in REFERENCE
    ] == []


def test_every_route_is_in_the_reference(tmp_path: Path) -> None:
    app = create_app(Current(tmp_path, tmp_path))
    rules = [rule for rule in app.url_map.iter_rules() if "static" not in rule.endpoint]
    routes = {rule.rule.replace("path:", "") for rule in rules}
    assert [route for route in routes if f"`{route}`" not in REFERENCE] == []
