// Examples: the questions that the publication answers, to start from.
import { element } from "./dom.js";
import { settings, text } from "./texts.js";

// examples fills the panel when it is opened: a list that a word makes shorter.
export function examples(host, choose) {
  host.addEventListener("toggle", () => {
    if (host.open && !host.dataset.filled) fill(host, choose).catch(() => {});
  });
}

async function fill(host, choose) {
  host.dataset.filled = "yes";
  const questions = await (await fetch(settings.questions)).json();
  const items = questions.map(({ question, query }) => {
    const name = question[settings.language] ?? Object.values(question)[0];
    const button = element("button", { type: "button", class: "as-link", onclick: () => { host.open = false; choose(body(query)); } }, name);
    return element("li", {}, button);
  });
  const word = element("input", { type: "search", id: "example-word", oninput: () => {
    const wanted = word.value.toLowerCase();
    for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  } });
  const list = element("ul", { class: "questions" }, ...items);
  host.querySelector("ul")?.remove();
  host.append(element("label", { for: word.id }, text("word")), word, list);
}

// body leaves out the comments before a query, which say what is expected.
function body(query) {
  return query.replace(/^(?:#[^\n]*\n)+/, "").trim();
}
