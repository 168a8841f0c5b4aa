// Answer: what a query gave, in the view that is chosen.
import { element } from "./dom.js";
import { number, text } from "./texts.js";
import { chart } from "./views/chart.js";
import { graph } from "./views/graph.js";
import { map } from "./views/map.js";
import { table } from "./views/table.js";
import { timeline } from "./views/timeline.js";

const VIEWS = { table, map, chart, timeline, graph };
const NARROWEST = 340;

// answerPanel gives the panel below the query, with functions that fill it.
export function answerPanel(host) {
  const status = element("p", { class: "hint", role: "status" });
  const body = element("div", { id: "answer-view", role: "tabpanel", tabindex: "-1" });
  const state = { answer: null, view: "table" };
  const tabs = Object.keys(VIEWS).map((name) => element("button", {
    type: "button", role: "tab", id: `view-${name}`, "aria-controls": body.id, onclick: () => choose(name),
  }, text(name)));
  const list = element("div", { class: "views", role: "tablist", "aria-label": text("views"), onkeydown: moveWith(tabs) }, ...tabs);

  function choose(name) {
    state.view = name;
    for (const tab of tabs) {
      const isChosen = tab.id === `view-${name}`;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
    body.setAttribute("aria-labelledby", `view-${name}`);
    return draw();
  }

  async function draw() {
    const { answer, view } = state;
    if (!answer) return;
    const width = Math.max(NARROWEST, Math.floor(body.clientWidth || host.clientWidth));
    const drawn = answer.kind === "boolean" ? yesOrNo(answer) : await VIEWS[view](answer, width);
    if (state.answer !== answer || state.view !== view) return;
    body.replaceChildren(wide(drawn, width > body.clientWidth));
    body.dataset.view = view;
  }

  return {
    busy() {
      host.hidden = false;
      host.setAttribute("aria-busy", "true");
      status.textContent = text("busy");
    },
    async show(answer) {
      host.replaceChildren(...(answer.kind === "boolean" ? [] : [list]), status, body);
      host.removeAttribute("aria-busy");
      state.answer = answer;
      status.textContent = summary(answer);
      await choose(answer.kind === "boolean" ? "table" : state.view);
    },
    fail(message) {
      host.removeAttribute("aria-busy");
      state.answer = null;
      status.textContent = "";
      host.replaceChildren(element("p", { class: "note problem", role: "alert" }, message));
    },
  };
}

function summary({ kind, rows, milliseconds }) {
  const time = text("time", { milliseconds: number(Math.round(milliseconds)) });
  if (kind === "boolean") return time;
  return `${text(kind === "graph" ? "statements" : "rows", { total: number(rows.length) })} · ${time}`;
}

function yesOrNo({ boolean }) {
  return element("p", { class: "lead" }, element("strong", {}, text(boolean ? "yes" : "no")), " ", element("code", {}, String(boolean)));
}

function wide(drawn, isWider) {
  return isWider ? element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": text("answer") }, drawn) : drawn;
}

// moveWith lets arrow keys go along tabs.
function moveWith(tabs) {
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  return (event) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  };
}
