// N-Triples: a graph read line by line into rows with a subject, a predicate and an object.
const TERM = /\s*(?:<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?)/y;
const ESCAPE = /\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(.))/g;
const NAMED = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
export const PARTS = ["subject", "predicate", "object"];

// graphOf reads a whole graph.
export function graphOf(content) {
  const rows = [];
  for (const line of content.split("\n")) {
    const row = rowOf(line);
    if (row) rows.push(row);
  }
  return { kind: "graph", variables: PARTS, rows };
}

function rowOf(line) {
  TERM.lastIndex = 0;
  const row = {};
  for (const part of PARTS) {
    const found = TERM.exec(line);
    if (!found) return null;
    row[part] = termOf(found);
  }
  return row;
}

function termOf([, iri, blank, value, language, datatype]) {
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank };
  const term = { type: "literal", value: unescaped(value) };
  if (language) term["xml:lang"] = language;
  if (datatype) term.datatype = unescaped(datatype);
  return term;
}

function unescaped(written) {
  return written.replace(ESCAPE, (_, short, long, other) =>
    short || long ? String.fromCodePoint(Number.parseInt(short || long, 16)) : NAMED[other] ?? other);
}
