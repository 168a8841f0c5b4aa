// Timeline: a bar per row, from its first date to its second; uncertain ones are dashed.
import { scaleUtc } from "d3-scale";
import { cut, drawn, element, picture } from "../dom.js";
import { number, settings, text } from "../texts.js";
import { columns, isDate, namesOf, time } from "./columns.js";

const MOST = 80;
const ROW = 26;

// timeline draws periods, or says what an answer needs for them.
export async function timeline(answer, width) {
  const dates = columns(answer, isDate).slice(0, 2);
  if (!dates.length) return element("p", { class: "note" }, text("timeline_needs"));
  const nameOf = await namesOf(answer, dates);
  const all = answer.rows.map((row) => period(row, dates, nameOf)).filter(({ from, until }) => from <= until);
  all.sort((one, other) => one.from - other.from || one.until - other.until);
  const periods = all.slice(0, MOST);
  const notes = [text("timeline_shows", { variables: dates.join(", ") })];
  const without = answer.rows.length - all.length;
  if (without) notes.push(text("without_date", { total: number(without) }));
  if (all.length > MOST) notes.push(text("first", { shown: MOST, total: number(all.length) }));
  return element("figure", {}, periods.length ? plot(periods, width) : "", element("figcaption", { class: "hint" }, notes.join(" ")));
}

function period(row, dates, nameOf) {
  const [first, second] = dates.map((variable) => row[variable]);
  const begun = time(first ?? second);
  const ended = second ? time(second) : begun;
  const shown = [...new Set([first?.value, second?.value].filter(Boolean))].join(" – ");
  return {
    name: nameOf(row), shown, from: begun.from,
    until: Number.isNaN(ended.until) ? begun.until : Math.max(ended.until, begun.from),
    uncertain: begun.uncertain || ended.uncertain,
  };
}

function plot(periods, width) {
  const left = Math.min(300, width * 0.42);
  const x = scaleUtc(
    [Math.min(...periods.map(({ from }) => from)), Math.max(...periods.map(({ until }) => until))], [left, width - 12],
  ).nice();
  const height = periods.length * ROW + 30;
  const days = new Intl.DateTimeFormat(settings.language === "nl" ? "nl-BE" : "en-GB", { timeZone: "UTC", year: "numeric", month: "short" });
  const ticks = x.ticks(Math.max(2, (width - left) / 110));
  const areYears = ticks.every((tick) => tick.getUTCMonth() === 0);
  const marks = ticks.flatMap((tick) => [
    drawn("line", { x1: x(tick), x2: x(tick), y1: 22, y2: height, class: "grid" }),
    drawn("text", { x: x(tick), y: 14, "text-anchor": "middle", class: "axis" }, areYears ? String(tick.getUTCFullYear()) : days.format(tick)),
  ]);
  const bars = periods.flatMap(({ name, shown, from, until, uncertain }, index) => {
    const y = index * ROW + 28;
    return [
      drawn("text", { x: left - 10, y: y + 13, "text-anchor": "end" }, drawn("title", {}, name), cut(name, Math.floor(left / 7.4))),
      drawn("rect", { x: x(from), y, width: Math.max(x(until) - x(from), 4), height: ROW - 10, class: uncertain ? "bar uncertain" : "bar" }, drawn("title", {}, `${name}: ${shown}`)),
    ];
  });
  return picture(width, height, text("timeline_name"), ...marks, ...bars);
}
