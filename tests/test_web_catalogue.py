"""Catalogue: a page with the downloads, DCAT in every format, and signposts from the home page."""

import json
import re

import httpx
import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from kennisgraaf.formats import EXTENSIONS
from kennisgraaf.versions import Version

BROWSER = {"Accept": "text/html", "Accept-Language": "en"}
DATASET = "https://tuin.example/id/dataset/tuinkennis"


def test_page_offers_every_download(client: FlaskClient, version: Version) -> None:
    page = client.get("/catalogus", headers=BROWSER)
    assert page.mimetype == "text/html"
    for name, file in version.manifest.files.items():
        if name.endswith(".gz"):
            assert f'href="/download/{name}"' in page.text
            assert file.sha256 in page.text


def test_page_is_in_the_language_of_the_reader(client: FlaskClient) -> None:
    dutch = client.get("/catalogus", headers={"Accept": "text/html", "Accept-Language": "nl"}).text
    assert "Tuinkennis: Tuinverslag 2023" in dutch
    assert "Garden knowledge: Garden report 2023" in client.get("/catalogus", headers=BROWSER).text


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_format_says_the_same(client: FlaskClient, extension: str) -> None:
    answer = client.get(f"/catalogus.{extension}")
    kind = EXTENSIONS[extension]
    assert answer.mimetype == kind.media_type
    turtle = {quad.triple for quad in parse(client.get("/catalogus.ttl").data, RdfFormat.TURTLE)}
    quads = list(parse(answer.data, format=kind))
    assert {quad.triple for quad in quads} == turtle
    if kind in (RdfFormat.TRIG, RdfFormat.N_QUADS):
        graph = NamedNode("https://tuin.example/id/graaf/catalogus")
        assert {quad.graph_name for quad in quads} == {graph}


def test_format_is_negotiated_and_cached(client: FlaskClient) -> None:
    answer = client.get("/catalogus", headers={"Accept": "application/ld+json"})
    assert answer.mimetype == "application/ld+json"
    assert answer.headers["Content-Location"] == "/catalogus.jsonld"
    again = client.get(
        "/catalogus",
        headers={"Accept": "application/ld+json", "If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304
    assert client.get("/catalogus", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/catalogus.docx").status_code == 404


def test_well_known_address_leads_to_it(server: str) -> None:
    """VD-01"""
    answer = httpx.get(f"{server}/.well-known/void", follow_redirects=True)
    assert answer.status_code == 200
    assert f"<{DATASET}>".encode() in answer.content
    assert [step.status_code for step in answer.history] == [302]


@pytest.mark.parametrize("path", ["/", "/catalogus"])
def test_signposts_lead_a_machine_to_licence_identifier_and_downloads(
    client: FlaskClient, path: str
) -> None:
    """FS-01, FS-04"""
    answer = client.get(path, headers=BROWSER)
    header = re.findall(r'<([^>]*)>; rel="([^"]*)"', answer.headers["Link"])
    relations: dict[str, list[str]] = {}
    for address, relation in header:
        relations.setdefault(relation, []).append(address)
    assert relations["cite-as"] == [DATASET]
    assert relations["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    assert "https://schema.org/Dataset" in relations["type"]
    for address in (*relations["item"], *relations["describedby"]):
        assert client.head(address).status_code == 200
    in_page = re.findall(r'<link rel="([^"]*)" href="([^"]*)"', answer.text)
    assert {(relation, address) for address, relation in header} <= set(in_page)
    head = client.head(path, headers=BROWSER)
    assert head.headers["Link"] == answer.headers["Link"]


def test_download_leads_back(client: FlaskClient) -> None:
    """FS-02"""
    assert 'rel="collection"' in client.head("/download/dataset.nq.gz").headers["Link"]


@pytest.mark.parametrize("path", ["/", "/catalogus"])
def test_search_engines_find_a_dataset(client: FlaskClient, path: str) -> None:
    """DC-05"""
    text = client.get(path, headers=BROWSER).text
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    described = json.loads(script)
    assert described["@type"] == "Dataset"
    assert described["identifier"] == DATASET
    assert described["name"] == "Garden knowledge"
    assert described["temporalCoverage"] == "2023/2023"
    assert {d["encodingFormat"] for d in described["distribution"]} == {
        "application/n-quads", "application/trig", "text/turtle",
    }  # fmt: skip


def test_data_set_dereferences(client: FlaskClient) -> None:
    answer = client.get("/id/dataset/tuinkennis", headers={"Accept": "text/turtle"})
    assert answer.status_code == 303
    document = client.get(answer.headers["Location"], headers={"Accept": "text/turtle"})
    assert "<http://www.w3.org/ns/dcat#Dataset>" in document.text
