"""Search in Stadskennis: what visitors write, and what they must find first."""

import pytest

from kennisgraaf.store.search import Match, Search
from kennisgraaf.versions import Version

ID = "https://data.stadskennis.be/id/"
FIRST = {
    # Names, whole and by their begin.
    "Mechelen": "stad/mechelen",
    "mech": "stad/mechelen",
    "stad mechelen": "stad/mechelen",
    "Gent": "stad/gent",
    "antwerpen": "stad/antwerpen",
    "sint niklaas": "stad/sint-niklaas",
    "St-Niklaas": "stad/sint-niklaas",
    "rechtenv": "werkspoor/rechtenverkenner-2-0",
    "rechtenverkenner": "systeem/rechtenverkenner-2-0",
    "agentschap binnenlands bestuur": "organisatie/agentschap-binnenlands-bestuur",
    "kenniscentrum": "organisatie/kenniscentrum-vlaamse-steden",
    "parkeer- en toegangsrechtenregister": "systeem/ptr-centrumstedenversie",
    "gemeente zonder gemeentehuis": "programma/gemeente-zonder-gemeentehuis",
    "digitaal vlaanderen": "organisatie/digitaal-vlaanderen",
    "schillenboek": "resultaat/schillenboek",
    "energiedelen": "werkspoor/energiedelen-in-appartementen",
    "smart flanders": "programma/smart-flanders",
    "Stadsgenoten": "programma/stadsgenoten",
    "datavindplaats": "systeem/datavindplaats",
    "universiteit antwerpen": "organisatie/universiteit-antwerpen",
    "werkgroep orba": "werkgroep/orba",
    "project orba": "project/orba",
    "jaarverslag 2020": "jaarverslag/2020",
    "klimaattransitie": "programma/klimaattransitie",
    # Some of the words, in any order.
    "vlaamse steden kenniscentrum": "organisatie/kenniscentrum-vlaamse-steden",
    "opleiding power": "project/opleiding-power-bi",
    "decroock": "persoon/kelly-decroock",
    "somers bart": "persoon/bart-somers",
    "zoneringskaart": "systeem/zon-zoneringskaart",
    "bureau kerken": "organisatie/projectbureau-herbestemming-kerken",
    # Abbreviations.
    "ORBA": "systeem/orba",
    "ptr": "systeem/ptr-centrumstedenversie",
    "OBMi": "werkgroep/obmi",
    "GDPR": "resultaat/general-data-protection-regulation",
    "ABB": "organisatie/agentschap-binnenlands-bestuur",
    "KCVS": "organisatie/kenniscentrum-vlaamse-steden",
    "VGC": "organisatie/vgc",
    "VLAIO": "organisatie/vlaio",
    "LPDC": "systeem/lpdc",
    "GZG": "programma/gemeente-zonder-gemeentehuis",
    # Other names, and how a report writes them.
    "minister somers": "persoon/bart-somers",
    "City of Things": "programma/city-of-things",
    "KULeuven": "organisatie/ku-leuven",
    "BE-REEL!": "project/be-reel",
    "be reel": "project/be-reel",
    "CITYFLOWS": "project/city-flows",
    "databroker": "project/databroker",
    "disseminatie programma": "programma/disseminatieprogramma-be-reel",
    "verkiezingsmemorandum": "resultaat/verkiezingsmemorandum-2024",
    # English.
    "Ghent": "stad/gent",
    "Antwerp": "stad/antwerpen",
    "Bruges": "stad/brugge",
    "Louvain": "stad/leuven",
    "Ostend": "stad/oostende",
    "book of layers": "resultaat/schillenboek",
    "flanders innovation": "organisatie/vlaio",
    "annual report 2023": "jaarverslag/2023",
    # Accents and punctuation, there or not.
    "financien": "concept/Thema/financien",
    "financiële software": "systeem/financiele-softwarepakketten",
    "financiele software": "systeem/financiele-softwarepakketten",
    "einclusie": "werkspoor/speerpuntthema-e-inclusie",
    "ÉNERGIEDELEN": "werkspoor/energiedelen-in-appartementen",
    # Mistakes.
    "mechlen": "stad/mechelen",
    "antwerpn": "stad/antwerpen",
    "kortijk": "stad/kortrijk",
    "oostnde": "stad/oostende",
    "roeselaere": "stad/roeselare",
    "digital vlaanderen": "organisatie/digitaal-vlaanderen",
    "schilleboek": "resultaat/schillenboek",
    "energiedeln": "werkspoor/energiedelen-in-appartementen",
    "rechtenverkener": "systeem/rechtenverkenner-2-0",
    "smart flandres": "programma/smart-flanders",
    "stadsgenten": "programma/stadsgenoten",
    "klimaattransitite": "programma/klimaattransitie",
    "zonneringskaart": "systeem/zon-zoneringskaart",
    # Numbers.
    "0207500123": "stad/antwerpen",
    "0207.500.123": "stad/antwerpen",
    "11002": "gebied/antwerpen",
    "OVO001835": "organisatie/agentschap-binnenlands-bestuur",
    "ovo 001835": "organisatie/agentschap-binnenlands-bestuur",
    ID + "stad/gent": "stad/gent",
}


@pytest.fixture(scope="module")
def search(stadskennis_version: Version) -> Search:
    return Search(stadskennis_version)


@pytest.mark.parametrize("text", FIRST)
def test_the_thing_named_is_first(search: Search, text: str) -> None:
    for found in (search.find(text), search.find(text, 60, 8)):
        assert found.hits[0].iri == ID + FIRST[text], found.hits[:3]


def test_what_no_report_names_is_not_made_up(search: Search) -> None:
    """Neither report names the VVSG, or calls the GDPR by its Dutch name."""
    for text in ("VVSG", "AVG", "xyzzyq"):
        assert search.find(text).hits == ()


def test_a_mistake_gives_a_guess(search: Search) -> None:
    assert search.find("schilleboek").is_guess
    assert not search.find("schillenboek").is_guess
    assert search.find("mechlen").hits[0].match is Match.LIKE


def test_words_of_descriptions_come_last(search: Search) -> None:
    matches = [hit.match for hit in search.find("tool").hits if hit.level == 3]
    assert Match.DESCRIPTION in matches
    assert matches == sorted(matches)
