// Query: the field a query is written in: CodeMirror, in a shadow root.
//
// In a shadow root its styles are constructed style sheets, which style-src 'self' allows; in the
// page it would write a style element, which it does not. Tab is never taken: it leaves the field.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { complete } from "./complete.js";
import { text } from "./texts.js";

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: ".95rem", border: "1px solid var(--line-strong)", borderRadius: "var(--radius)" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", maxHeight: "60vh" },
  ".cm-content, .cm-gutter": { minHeight: "12rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: "var(--s3) 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--surface) 70%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--mark) !important" },
  ".cm-matchingBracket": { backgroundColor: "var(--mark) !important", outline: "1px solid var(--mark-line)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "var(--radius)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .6rem", lineHeight: "1.4" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", opacity: ".85" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-diagnostic": { fontFamily: "var(--sans)", padding: ".4rem .6rem" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--bad)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)" },
});
const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--c1)", fontWeight: "600" },
  { tag: [tags.atom, tags.namespace], color: "var(--c3)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--c4)" },
  { tag: [tags.string, tags.literal], color: "var(--good)" },
  { tag: tags.number, color: "var(--c5)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
]);

// queryField puts the editor in the place of a text area and keeps the two alike.
export function queryField(area, run) {
  const host = document.createElement("div");
  host.id = "query-field";
  area.before(host);
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({ parent: root, root, state: stateOf(area, run) });
  area.hidden = true;
  const label = document.querySelector(`label[for="${area.id}"]`);
  label?.addEventListener("click", () => view.focus());
  return {
    view,
    get: () => view.state.doc.toString(),
    set: (query) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query } }),
    mark: (error) => view.dispatch(setDiagnostics(view.state, error ? [diagnostic(view.state, error)] : [])),
  };
}

function stateOf(area, run) {
  const runs = { key: "Mod-Enter", run: () => { run(); return true; }, preventDefault: true };
  return EditorState.create({
    doc: area.value,
    extensions: [
      lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching(),
      closeBrackets(), highlightActiveLine(), EditorView.lineWrapping,
      StreamLanguage.define(sparql), syntaxHighlighting(COLOURS), LOOK,
      autocompletion({ override: [complete], icons: false }),
      keymap.of([runs, ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
      EditorView.contentAttributes.of({ "aria-label": text("query"), spellcheck: "false" }),
      EditorView.updateListener.of((update) => { if (update.docChanged) area.value = update.state.doc.toString(); }),
      EditorState.phrases.of({ Completions: text("completions") }),
    ],
  });
}

// diagnostic marks the place that the server names, to the end of its word.
function diagnostic(state, { line, column, message }) {
  const at = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  const from = Math.min(at.from + Math.max((column ?? 1) - 1, 0), at.to);
  const word = at.text.slice(from - at.from).match(/^\S+/);
  const to = word ? from + word[0].length : at.to;
  return { from: Math.min(from, Math.max(to - 1, at.from)), to, severity: "error", message };
}
