// Terms: how an RDF term is written, and where it may link to.
import { element } from "./dom.js";
import { settings, text } from "./texts.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger",
    "positiveInteger", "unsignedInt", "unsignedLong", "negativeInteger", "nonPositiveInteger"]
    .map((name) => XSD + name),
);
const LONGEST = 600;
const prefixes = Object.entries(settings.prefixes).sort((a, b) => b[1].length - a[1].length);

// numberOf gives a literal's number, or NaN.
export function numberOf(term) {
  return term?.type === "literal" && NUMBERS.has(term.datatype) ? Number(term.value) : NaN;
}

// shortened writes an IRI with a prefix, where one fits; an own one else relative to the base IRI.
export function shortened(iri) {
  for (const [prefix, namespace] of prefixes) {
    const rest = iri.slice(namespace.length);
    if (iri.startsWith(namespace) && /^[\p{L}\d_][\p{L}\d_-]*$/u.test(rest)) return `${prefix}:${rest}`;
  }
  return iri.startsWith(settings.base) ? iri.slice(settings.base.length) : iri;
}

// plain writes a term as text.
export function plain(term) {
  if (!term) return "";
  if (term.type === "uri") return shortened(term.value);
  if (term.type === "triple") return ["subject", "predicate", "object"].map((key) => plain(term.value[key])).join(" ");
  return term.type === "bnode" ? `_:${term.value}` : term.value;
}

// address tells where an IRI links to: this server for its own, elsewhere by http only, or nowhere.
export function address(iri) {
  if (iri.startsWith(settings.base)) {
    const rest = iri.slice(settings.base.length);
    const simple = rest.match(/^id\/((?:[\w-]+\/)*[\w-]+)$/);
    return simple ? `/doc/${simple[1]}` : `/doc?iri=${encodeURIComponent(iri)}`;
  }
  return /^https?:\/\//i.test(iri) ? iri : "";
}

// shown makes the element that shows a term.
export function shown(term) {
  if (!term) return element("span");
  if (term.type === "uri") {
    const href = address(term.value);
    const name = element("bdi", {}, shortened(term.value));
    return href
      ? element("a", { href, title: term.value, rel: href === term.value ? "external noopener" : undefined }, name)
      : element("span", { title: term.value }, name);
  }
  if (term.type !== "literal") return element("code", {}, element("bdi", {}, plain(term)));
  const language = term["xml:lang"];
  const node = element("span", {});
  const whole = term.value.length <= LONGEST;
  const start = element("bdi", { lang: language }, whole ? term.value : `${term.value.slice(0, LONGEST)}…`);
  node.append(start);
  if (!whole) {
    const more = () => { start.textContent = term.value; button.remove(); };
    const button = element("button", { type: "button", class: "quiet small", onclick: more }, text("whole"));
    node.append(" ", button);
  }
  if (language) node.append(" ", element("small", { class: "tag" }, language));
  else if (term.datatype && term.datatype !== `${XSD}string` && !NUMBERS.has(term.datatype)) {
    node.append(" ", element("small", { class: "tag" }, shortened(term.datatype)));
  }
  return node;
}
