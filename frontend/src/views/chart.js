// Chart: bars, one per row, of the first column with numbers.
import { scaleLinear } from "d3-scale";
import { cut, drawn, element, picture } from "../dom.js";
import { number, text } from "../texts.js";
import { numberOf } from "../terms.js";
import { columns, isNumber, namesOf } from "./columns.js";

const MOST = 60;
const ROW = 26;

// chart draws bars, or says what an answer needs for them.
export async function chart(answer, width) {
  const [variable] = columns(answer, isNumber).slice(-1);
  if (!variable) return element("p", { class: "note" }, text("chart_needs"));
  const nameOf = await namesOf(answer, [variable]);
  const all = answer.rows.map((row) => ({ name: nameOf(row), value: numberOf(row[variable]) }))
    .filter(({ value }) => Number.isFinite(value));
  const bars = all.slice(0, MOST);
  const notes = [text("chart_shows", { variable })];
  if (all.length > MOST) notes.push(text("first", { shown: MOST, total: number(all.length) }));
  return element("figure", {}, bars.length ? plot(bars, width, variable) : "", element("figcaption", { class: "hint" }, notes.join(" ")));
}

function plot(bars, width, variable) {
  const left = Math.min(260, width * 0.4);
  const room = width - left - 80;
  const values = bars.map(({ value }) => value);
  const x = scaleLinear([Math.min(0, ...values), Math.max(0, ...values)], [0, room]).nice();
  const height = bars.length * ROW + 8;
  const marks = x.ticks(Math.max(2, room / 120)).map((tick) => drawn("line", {
    x1: left + x(tick), x2: left + x(tick), y1: 0, y2: height, class: "grid",
  }));
  const drawnBars = bars.flatMap(({ name, value }, index) => {
    const y = index * ROW + 4;
    const [from, to] = [x(Math.min(0, value)), x(Math.max(0, value))];
    return [
      drawn("text", { x: left - 10, y: y + 14, "text-anchor": "end" }, drawn("title", {}, name), cut(name, Math.floor(left / 7.4))),
      drawn("rect", { x: left + from, y, width: Math.max(to - from, 1), height: ROW - 8, class: "bar" }, drawn("title", {}, `${name}: ${number(value)}`)),
      drawn("text", { x: left + to + 6, y: y + 14, class: "figure" }, number(value)),
    ];
  });
  return picture(width, height, text("chart_name", { variable }), ...marks, ...drawnBars);
}
