// Table: the rows of an answer, a page at a time, sorted by a column.
import { element } from "../dom.js";
import { number, text } from "../texts.js";
import { numberOf, plain, shown } from "../terms.js";

const PAGE = 100;

// table draws rows; none is left out, they come in pages.
export function table({ variables, rows }) {
  if (!rows.length) return element("p", { class: "hint" }, text("empty"));
  const state = { rows, by: null, down: false, page: 0 };
  const body = element("tbody");
  const heads = variables.map((variable) => head(variable, () => sort(state, variable) || fill()));
  const pages = element("nav", { class: "pages", "aria-label": text("pages") });
  const fill = () => {
    const first = state.page * PAGE;
    body.replaceChildren(...state.rows.slice(first, first + PAGE).map((row) => line(variables, row)));
    heads.forEach((cell, index) => {
      const order = variables[index] === state.by ? (state.down ? "descending" : "ascending") : undefined;
      if (order) cell.setAttribute("aria-sort", order);
      else cell.removeAttribute("aria-sort");
    });
    pages.replaceChildren(...steps(state, fill));
    pages.hidden = rows.length <= PAGE;
  };
  fill();
  const drawn = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body);
  return element("div", {}, element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": text("table") }, drawn), pages);
}

function head(variable, sorted) {
  const button = element("button", { type: "button", class: "sort", title: text("sort"), onclick: sorted }, element("bdi", {}, variable));
  return element("th", { scope: "col" }, button);
}

function line(variables, row) {
  const cells = variables.map((variable) => {
    const isNumber = !Number.isNaN(numberOf(row[variable]));
    return element("td", { class: isNumber ? "number" : undefined }, shown(row[variable]));
  });
  return element("tr", {}, ...cells);
}

function sort(state, variable) {
  state.down = state.by === variable && !state.down;
  state.by = variable;
  state.page = 0;
  const sign = state.down ? -1 : 1;
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  state.rows = [...state.rows].sort((one, other) => {
    const [a, b] = [numberOf(one[variable]), numberOf(other[variable])];
    if (!Number.isNaN(a) && !Number.isNaN(b)) return sign * (a - b);
    return sign * compare(plain(one[variable]), plain(other[variable]));
  });
}

function steps(state, fill) {
  const last = Math.ceil(state.rows.length / PAGE) - 1;
  const step = (by, name) => element("button", {
    type: "button", class: "quiet small", disabled: state.page + by < 0 || state.page + by > last,
    onclick: () => { state.page += by; fill(); },
  }, name);
  const first = state.page * PAGE;
  const range = `${number(first + 1)}–${number(Math.min(first + PAGE, state.rows.length))} / ${number(state.rows.length)}`;
  return [step(-1, `← ${text("previous")}`), element("span", {}, range), step(1, `${text("next")} →`)];
}
