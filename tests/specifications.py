"""A vocabulary and shapes of somebody else, to be shown; hostile where data can be."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient
from pyoxigraph import Dataset, RdfFormat, parse

from kennisgraaf.graph.assemble import Sources, assemble
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import publication_of_files
from kennisgraaf.validation.validate import Validated
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from stores import silent

BASE = "http://127.0.0.1:8000/"
ATTACK = "<script>alert(1)</script>"
PREFIXES = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX f: <http://127.0.0.1:8000/ns/friends/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX : <http://127.0.0.1:8000/rules/>
"""
VOCABULARY = f"""{PREFIXES}
<http://127.0.0.1:8000/ns/friends> a owl:Ontology ; dct:title "Friends" ; owl:versionInfo "2" .
f:Person a rdfs:Class ; rdfs:label "person" ; rdfs:comment "{ATTACK}" ;
  rdfs:subClassOf f:Agent , foaf:Person , [ a owl:Restriction ] .
f:Agent a rdfs:Class ; rdfs:subClassOf f:Person .
f:Nobody a owl:Class ; rdfs:label "{ATTACK}" , "\\u202Eydobon"@en .
f:knows a rdf:Property ; rdfs:domain f:Person ; rdfs:range f:Person ; owl:inverseOf f:isKnownBy .
f:isKnownBy a rdf:Property ; rdfs:subPropertyOf foaf:knows , <javascript:alert(1)> .
f:likes a rdf:Property ; rdfs:domain f:Person ; rdfs:range f:Agent .
f:here a f:Person .
<urn:ann> a f:Person ; f:knows <urn:bob> ; f:colour <http://127.0.0.1:8000/id/concept/red> .
<urn:bob> a f:Person .
<http://127.0.0.1:8000/id/conceptscheme/Colour> a skos:ConceptScheme ; skos:prefLabel "colour" .
<http://127.0.0.1:8000/id/concept/red> a skos:Concept ; skos:prefLabel "red" ;
  skos:notation "R" ; skos:definition "As blood."@en ; skos:broader
  <http://127.0.0.1:8000/id/concept/warm> ;
  skos:inScheme <http://127.0.0.1:8000/id/conceptscheme/Colour> .
<http://127.0.0.1:8000/id/concept/warm> a skos:Concept ; skos:broader
  <http://127.0.0.1:8000/id/concept/red> ;
  skos:topConceptOf <http://127.0.0.1:8000/id/conceptscheme/Colour> .
"""
LOOKED_UP = f"""{PREFIXES}
<http://127.0.0.1:8000/id/graaf/found> dct:date "2026-11-22" .
<http://127.0.0.1:8000/id/graaf/found> {{
  <http://xmlns.com/foaf/0.1/> dct:source "a copy of FOAF" .
  foaf:Person dct:source "a copy of FOAF" .
}}
"""
SHAPES = f"""{PREFIXES}
:Person a sh:NodeShape ; sh:targetClass f:Person ; sh:nodeKind sh:IRI ; sh:closed true ;
  sh:message "Do better." ;
  sh:property :name ,
    [ sh:path ( f:knows [ sh:zeroOrMorePath [ sh:inversePath f:likes ] ] ) ; sh:class f:Person ] ,
    [ sh:path f:colour ; sh:in ( <http://127.0.0.1:8000/id/concept/red> ) ; sh:maxCount 1 ] .
:name a sh:PropertyShape ; sh:path f:name ; sh:minCount 2 ; sh:maxCount 2 ; sh:severity sh:Info ;
  sh:name "name" ; sh:pattern "{ATTACK}" .
<urn:several> a sh:NodeShape ; sh:targetClass f:Agent , f:Nobody ; sh:deactivated true ;
  sh:property [ sh:path f:age ; sh:datatype xsd:integer ] .
:loop a sh:NodeShape ; sh:node :loop ; sh:not :loop .
"""


@contextmanager
def client_of(
    folder: Path, text: str = VOCABULARY, shapes: str = SHAPES, more: str = LOOKED_UP
) -> Iterator[FlaskClient]:
    """Publish a vocabulary and shapes; pages need no query processes."""
    file, graphs = folder / "friends.ttl", folder / "found.trig"
    file.write_text(text, "utf-8")
    graphs.write_text(more, "utf-8")
    sources = Sources((file, graphs), BASE)
    read = Dataset(parse(shapes, format=RdfFormat.TURTLE))
    validated = Validated(sources, assemble(sources), Dataset(), read, (), None)
    publication = publication_of_files((file, graphs), BASE, union=True)
    publish(validated, publication, folder / "var", silent)
    app = create_app(Current(folder / "var", folder / "run"))
    yield app.test_client(use_cookies=False)
