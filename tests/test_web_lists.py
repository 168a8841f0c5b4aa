"""Lists: the home page and the entities of each class."""

import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

GARDENS = "/list?class=" + quote("https://tuin.example/ns/tuin#Tuin", safe="")
BROWSER = {"Accept": "text/html", "Accept-Language": "en"}


def test_home_page_tells_what_there_is(client: FlaskClient) -> None:
    text = client.get("/", headers=BROWSER).text
    assert "<title>Garden knowledge</title>" in text
    assert "Gardens and what grows in them." in text
    assert "Published by Gardeners" in text
    assert "kitchen garden" in text


def test_home_page_leads_to_every_download(client: FlaskClient) -> None:
    text = client.get("/", headers=BROWSER).text
    for name in ("dataset.nq.gz", "dataset.trig.gz"):
        assert f'href="/download/{name}"' in text
        assert client.head(f"/download/{name}").status_code == 200


@pytest.mark.parametrize("name", ["x", "..%2fmanifest.json", "store", "descriptions.sqlite%00"])
def test_only_files_of_the_manifest_are_sent(client: FlaskClient, name: str) -> None:
    """S-10"""
    assert client.get(f"/download/{name}").status_code == 404


def test_list_shows_entities_by_name(client: FlaskClient) -> None:
    text = client.get(GARDENS, headers={"Accept-Language": "nl"}).text
    assert text.index("Achtertuin") < text.index("Kruidenhoek")
    assert 'href="/doc/tuin/achtertuin"' in text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/list", 400),
        ("/list?class=", 400),
        ("/list?class=Tuin", 400),
        ("/list?class=https%3A%2F%2Ftuin.example%2Fns%2Ftuin%23Bos", 404),
        ("/list?class=javascript:alert(1)", 404),
        (GARDENS + "&page=0", 400),
        (GARDENS + "&page=2", 400),
        (GARDENS + "&page=x", 400),
        (GARDENS + "&page=1", 200),
    ],
)
def test_list_of_what_there_is_not(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path, headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert 'href="javascript' not in answer.text


def test_every_link_of_the_site_resolves(client: FlaskClient) -> None:
    """BP20: from the home page, all that is linked here answers, in the formats too."""
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path, headers=BROWSER, buffered=True)
        assert answer.status_code == 200, path
        if answer.mimetype == "text/html":
            parts = answer.text.split('href="')[1:]
            hrefs = {
                part.partition('"')[0].partition("#")[0].replace("&amp;", "&") for part in parts
            }
            # Answers in other formats are of the asynchronous side, which is not asked here.
            others = re.compile(r"/sparql\?.*&format=")
            waiting += [h for h in hrefs if h.startswith("/") and not others.match(h)]
    assert len(seen) > 50
