"""The graph: quads of all sources become one dataset, with what follows from it."""
