// Endpoint: a query asked at this server, and its answer as rows of terms.
import { graphOf } from "./ntriples.js";
import { text } from "./texts.js";

const JSON_RESULTS = "application/sparql-results+json";
const MOST_BYTES = 24 << 20;

// Refused: the server says what is wrong with a query, and where.
export class Refused extends Error {
  constructor(problem, status) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.line = problem.line;
    this.column = problem.column;
  }
}

// ask gives {kind: "rows" | "boolean" | "graph", variables, rows, boolean, milliseconds}.
export async function ask(query, signal) {
  const began = performance.now();
  const response = await fetch("/sparql", {
    method: "POST",
    headers: { Accept: `${JSON_RESULTS}, application/n-triples;q=0.9`, "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ query }),
    signal,
  });
  if (!response.ok) throw new Refused(await response.json().catch(() => ({})), response.status);
  const content = await bounded(response);
  const answer = read(content, response.headers.get("Content-Type") || "");
  return { ...answer, milliseconds: performance.now() - began };
}

function read(content, type) {
  if (!type.startsWith(JSON_RESULTS)) return graphOf(content);
  const { head, results, boolean } = JSON.parse(content);
  if (boolean !== undefined) return { kind: "boolean", boolean, variables: [], rows: [] };
  return { kind: "rows", variables: head.vars, rows: results.bindings };
}

// bounded reads an answer that a page can hold.
async function bounded(response) {
  const reader = response.body.getReader();
  const pieces = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new Error(text("large"));
    }
  }
  return new Blob(pieces).text();
}
