// Completion: prefixes, classes, properties and variables, from this endpoint and this query only.
import { settings } from "./texts.js";
import { vocabulary } from "./vocabulary.js";

const KEYWORDS = ("SELECT CONSTRUCT DESCRIBE ASK WHERE FROM DISTINCT OPTIONAL UNION MINUS FILTER BIND VALUES GRAPH "
  + "EXISTS NOT PREFIX BASE LIMIT OFFSET ORDER BY GROUP HAVING ASC DESC AS COUNT SUM AVG MIN MAX SAMPLE "
  + "GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IF COALESCE CONCAT CONTAINS STRSTARTS STRENDS REGEX "
  + "REPLACE LCASE UCASE YEAR MONTH DAY NOW IRI STRLEN SUBSTR ROUND isIRI isLiteral").split(" ");

// complete is what CodeMirror asks for what may stand at the cursor.
export async function complete(context) {
  const declaring = context.matchBefore(/PREFIX\s+[\w-]*:?$/i);
  if (declaring) return declarations(declaring);
  const variable = context.matchBefore(/[?$][\w]*$/);
  if (variable) return variables(context, variable);
  const word = context.matchBefore(/[\p{L}_][\p{L}\d_.-]*(?::[\p{L}\d_.-]*)?$/u);
  if (!word && !context.explicit) return null;
  if (insideText(context)) return null;
  return terms(context, word ? word.from : context.pos);
}

function declarations(match) {
  const options = Object.entries(settings.prefixes).map(([prefix, namespace]) => ({
    label: `PREFIX ${prefix}: <${namespace}>`, type: "namespace",
  }));
  return { from: match.from, options, validFor: /^PREFIX\s+[\w-]*:?$/i };
}

function variables(context, match) {
  const others = new Set(context.state.doc.toString().match(/[?$]\w+/g));
  others.delete(match.text);
  const options = [...others].map((label) => ({ label, type: "variable" }));
  return { from: match.from, options, validFor: /^[?$]\w*$/ };
}

// insideText tells whether the cursor is in an IRI, a literal or a comment.
function insideText(context) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from).replace(/<[^<>"{}|^`\s]*>|"[^"]*"|'[^']*'/g, "");
  return /["'#]|<[^\s=]*$/.test(before);
}

async function terms(context, from) {
  const before = context.state.sliceDoc(Math.max(0, from - 40), from);
  const wantsClass = /(?:\ba|rdf:type)\s+$/.test(before);
  const options = (await vocabulary()).filter(({ short }) => /^[\w-]*:[^/]/.test(short)).map((term) => ({
    label: `${term.short} ${term.label}`.trim(), // It is found by its label as well.
    displayLabel: term.short,
    detail: term.label && !term.short.endsWith(`:${term.label}`) ? term.label : undefined,
    type: term.isClass ? "class" : "property",
    boost: (term.isClass === wantsClass ? 30 : 0) + Math.min(20, Math.log2(term.count + 1)),
    apply: withPrefix,
  }));
  const prefixes = Object.keys(settings.prefixes).map((prefix) => ({
    label: `${prefix}:`, type: "namespace", detail: settings.prefixes[prefix], boost: -10, apply: withPrefix,
  }));
  const keywords = KEYWORDS.map((label) => ({ label, type: "keyword", boost: -20 }));
  return { from, options: [...options, ...prefixes, ...keywords], validFor: /^[\p{L}_][\p{L}\d_.-]*(?::[\p{L}\d_.-]*)?$/u };
}

// withPrefix writes a term, and declares its prefix where the query does not yet.
function withPrefix(view, completion, from, to) {
  const name = completion.displayLabel ?? completion.label;
  const prefix = name.split(":")[0];
  const query = view.state.doc.toString();
  const isDeclared = new RegExp(`PREFIX\\s+${prefix.replace(/[^\w]/g, "\\$&")}:`, "i").test(query);
  const changes = [{ from, to, insert: name }];
  let shift = 0;
  if (!isDeclared) {
    const insert = `PREFIX ${prefix}: <${settings.prefixes[prefix]}>\n`;
    const start = query.match(/^(?:\s*#.*\n)*\s*/)[0].length;
    changes.unshift({ from: Math.min(start, from), insert });
    shift = insert.length;
  }
  view.dispatch({
    changes, selection: { anchor: from + name.length + shift }, userEvent: "input.complete",
  });
}
