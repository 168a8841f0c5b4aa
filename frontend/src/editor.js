// Editor: the query page for who has JavaScript; without it, its form works as it is.
import { answerPanel } from "./answer.js";
import { element } from "./dom.js";
import { elsewhere, linkOf } from "./elsewhere.js";
import { ask } from "./endpoint.js";
import { examples } from "./examples.js";
import { queryField } from "./query.js";
import { text } from "./texts.js";
import { vocabulary } from "./vocabulary.js";

const form = document.getElementById("ask");
const panel = answerPanel(document.getElementById("answer"));
const field = queryField(document.getElementById("query"), () => run());
const outside = document.getElementById("elsewhere");
let running;

// run asks the query, shows the answer, and makes the page's address that of the query.
async function run({ isNew = true } = {}) {
  running?.abort();
  const mine = (running = new AbortController());
  const query = field.get();
  field.mark(null);
  panel.busy();
  outside.replaceChildren();
  try {
    const answer = await ask(query, mine.signal);
    if (mine.signal.aborted) return;
    if (isNew && linkOf(query)) history.pushState({ query }, "", linkOf(query));
    await panel.show(answer);
    elsewhere(outside, query);
  } catch (error) {
    if (mine.signal.aborted) return;
    const place = error.line ? text("place", { line: error.line, column: error.column }) : "";
    if (error.line) field.mark(error);
    panel.fail([error.message, place].filter(Boolean).join(" "));
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
addEventListener("popstate", () => {
  const query = new URL(location.href).searchParams.get("query");
  if (query === null) return;
  field.set(query);
  run({ isNew: false });
});
form.querySelector("button").after(element("span", { class: "hint keys" }, text("keys")));
const offered = document.getElementById("examples");
if (offered) examples(offered, (query) => {
  field.set(query);
  run();
});
field.view.contentDOM.addEventListener("focus", () => vocabulary(), { once: true });
document.documentElement.classList.add("has-editor");
if (form.dataset.asked) run({ isNew: false });
