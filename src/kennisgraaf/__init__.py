"""Publish a folder of RDF as linked data: validated, versioned, dereferenceable, queryable."""

__version__ = "0.1.0"
