"""The terms of other vocabularies that the program itself knows."""

from pyoxigraph import NamedNode

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
VOID = "http://rdfs.org/ns/void#"
SCHEMA = ("http://schema.org/", "https://schema.org/")
SHACL = "http://www.w3.org/ns/shacl#"
EDTF = ("http://id.loc.gov/datatypes/edtf/EDTF", "http://id.loc.gov/datatypes/edtf/EDTF-level1")

RDF_TYPE = NamedNode(RDF + "type")

# In the order in which one of them is taken as the name or description of an entity.
LABELS = (
    SKOS + "prefLabel",
    RDFS + "label",
    DCT + "title",
    FOAF + "name",
    "http://xmlns.com/foaf/0.1/title",
    "http://purl.org/dc/elements/1.1/title",
    *(namespace + "name" for namespace in SCHEMA),
)
OTHER_LABELS = (
    SKOS + "altLabel",
    *(namespace + "alternateName" for namespace in SCHEMA),
)
HIDDEN_LABELS = (SKOS + "hiddenLabel",)
IDENTIFIERS = (
    SKOS + "notation",
    DCT + "identifier",
    "http://purl.org/dc/elements/1.1/identifier",
    *(namespace + "identifier" for namespace in SCHEMA),
)
# Lead to something that has such an identifier.
IDENTIFIED_BY = ("http://www.w3.org/ns/adms#identifier",)
DESCRIPTIONS = (
    DCT + "description",
    RDFS + "comment",
    SKOS + "definition",
    SKOS + "scopeNote",
    *(namespace + "description" for namespace in SCHEMA),
)

WELL_KNOWN_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": DCT,
    "foaf": FOAF,
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA[0],
    "skos": SKOS,
    "void": VOID,
    "xsd": XSD,
}
"""For publications that name none of their own."""
