"""What was described once and is no more has a page that says so (410), as good as the others."""

from pathlib import Path

import pytest

from browser.conftest import Open
from conftest import Serving
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.publication_file import read_publication
from kennisgraaf.validation.validate import validate_publication
from stores import silent


def publish_again(folder: Path, var: Path) -> None:
    """Publish a folder as it stands now."""
    publication = read_publication(folder / "publication.toml")
    publish(validate_publication(publication, folder, silent), publication, var, silent)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_of_what_is_gone(visit: Open, unasked: Path, tmp_path: Path, language: str) -> None:
    """LD-09"""
    var = tmp_path / "var"
    publish_again(unasked, var)
    data = unasked / "data" / "tuinen.trig"
    lines = data.read_text("utf-8").splitlines(keepends=True)
    data.write_text("".join(line for line in lines if "kruidenhoek" not in line), "utf-8")
    publish_again(unasked, var)
    with Serving("--publication", str(unasked), "--var", str(var), "--quiet") as address:
        window = visit(address=address, language=language)
        assert window.go("/id/tuin/kruidenhoek") == 410
        assert window.page.locator("html").get_attribute("lang") == language
        assert window.violations() == []
        assert window.wider() == []
        assert window.problems() == []
