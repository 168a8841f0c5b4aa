// Elsewhere: the query as a link, as files, and as code to copy.
import { element } from "./dom.js";
import { givesGraph, snippets } from "./snippets.js";
import { text } from "./texts.js";

const FORMATS = ["xlsx", "csv", "tsv", "json", "xml"];
const LONGEST_LINK = 7000;

// linkOf gives the address of a query on this page; nothing for one that is too long.
export function linkOf(query, more = {}) {
  const link = `/sparql?${new URLSearchParams({ query, ...more })}`;
  return link.length > LONGEST_LINK ? "" : link;
}

// elsewhere fills the panel with what may be done with a query outside this page.
export function elsewhere(host, query) {
  const said = element("span", { class: "hint", role: "status" });
  const endpoint = new URL("/sparql", location.href).href;
  const code = element("code");
  const shown = element("pre", { hidden: true, tabindex: "0", "aria-label": text("code") }, code);
  const languages = Object.entries(snippets(query, endpoint)).filter(([, value]) => value);
  const buttons = languages.map(([name, value]) => button(name, async () => {
    code.textContent = value;
    shown.hidden = false;
    said.textContent = (await copy(value)) ? text("copied", { name }) : text("select", { name });
  }));
  const link = linkOf(query);
  const share = button(text("link"), async () => {
    const address = new URL(link, location.href).href;
    said.textContent = (await copy(address)) ? text("copied", { name: text("link") }) : address;
  });
  const parts = [element("p", { class: "actions" }, `${text("copy")} `, ...(link ? [share] : []), ...buttons)];
  if (!givesGraph(query) && link) parts.unshift(files(query));
  host.replaceChildren(...parts, said, shown);
}

function files(query) {
  const links = FORMATS.map((format) => element("a", { href: linkOf(query, { format }) }, format));
  return element("p", { class: "actions" }, `${text("files")} `, ...links);
}

function button(name, onclick) {
  return element("button", { type: "button", class: "quiet small", onclick }, name);
}

async function copy(value) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return false;
  }
}
