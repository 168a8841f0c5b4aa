// Vocabulary: the classes and properties that the data use, as the endpoint's VoID counts them.
import { ask } from "./endpoint.js";
import { settings } from "./texts.js";
import { shortened } from "./terms.js";
import query from "./vocabulary.rq";

let known;

// vocabulary gives [{iri, short, label, isClass, count}], the most used first; asked once.
export function vocabulary() {
  known ??= ask(query).then(({ rows }) => merged(rows), () => []);
  return known;
}

function merged(rows) {
  const terms = new Map();
  for (const { kind, term, count, label } of rows) {
    const key = `${kind.value} ${term.value}`;
    const entry = terms.get(key) ?? {
      iri: term.value, short: shortened(term.value), isClass: kind.value === "class", count: Number(count.value), label: "",
    };
    if (label && (!entry.label || label["xml:lang"] === settings.language)) entry.label = label.value;
    terms.set(key, entry);
  }
  return [...terms.values()].sort((a, b) => b.count - a.count);
}
