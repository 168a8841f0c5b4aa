// Labels: what resources are called, for pictures, where IRIs have no room.
import { ask } from "./endpoint.js";
import { settings } from "./texts.js";
import { plain } from "./terms.js";
import query from "./labels.rq";

const MOST = 200;
const WRITABLE = /^[A-Za-z][A-Za-z\d+.-]*:[^\s<>"{}|\\^`\u0000-\u0020]*$/;
const known = new Map();

// learn asks what the resources among some terms are called; without an answer they have no label.
export async function learn(terms) {
  const iris = [...new Set(terms.filter((term) => term?.type === "uri").map(({ value }) => value))]
    .filter((iri) => !known.has(iri) && WRITABLE.test(iri)).slice(0, MOST);
  if (!iris.length) return;
  iris.forEach((iri) => known.set(iri, null));
  const values = `VALUES ?thing { ${iris.map((iri) => `<${iri}>`).join(" ")} }`;
  const { rows } = await ask(`${query}\n${values}`).catch(() => ({ rows: [] }));
  for (const { thing, label } of rows) {
    if (!thing || !label) continue;
    const before = known.get(thing.value);
    if (!before || rank(label) < rank(before)) known.set(thing.value, label);
  }
}

// called gives a term's label, or the term as text.
export function called(term) {
  return (term?.type === "uri" && known.get(term.value)?.value) || plain(term);
}

function rank(label) {
  const order = [settings.language, undefined, "en"];
  const found = order.indexOf(label["xml:lang"]);
  return found < 0 ? order.length : found;
}
