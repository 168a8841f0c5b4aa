"""Hostile site: a publication in which every text is an attack, also titles and facets."""

from pathlib import Path

import nasty

_TOML = """
base_iri = "https://nasty.example/"
languages = ["nl", "en"]
licence = "https://licence.example/é"
title = { nl = "<script>alert(1)</script>", en = "</title><img src=x onerror=alert(1)>" }
description = { nl = "\\u202E<b>x</b>", en = "]]><!-- {{7*7}}" }
publisher = { iri = "id/us", name = { nl = "<i>ons</i>", en = "<i>us</i>" } }
contact = { url = "https://nasty.example/", name = { nl = "</a>", en = "</a>" } }
[folders]
data = ["nasty.ttl"]
views = ["views"]
[prefixes]
ex = "https://nasty.example/"
vocabulary = "ns/x#"
"""
_FACET = """# nl: <img src=x onerror=alert(1)>
# en: "onmouseover=alert(1)
PREFIX ex: <https://nasty.example/>
SELECT ?this ?value { ?this ex:facet ?value }
"""
_PANEL = """# nl: </h2><script>alert(1)</script>
# en: </h2><script>alert(1)</script>
# column: value | <b>waarde</b> | <b>value</b>
PREFIX ex: <https://nasty.example/>
SELECT ?this ?value { ?this ex:p|ex:facet ?value FILTER(isIRI(?this)) }
"""


def write_hostile_site(folder: Path) -> None:
    """Write the publication to a folder."""
    for kind, text in (("facets", _FACET), ("panels", _PANEL)):
        (folder / "views" / kind).mkdir(parents=True)
        (folder / "views" / kind / "nasty.rq").write_text(text, "utf-8")
    (folder / "publication.toml").write_text(_TOML, "utf-8")
    (folder / "nasty.ttl").write_text(nasty.shown(), "utf-8")
