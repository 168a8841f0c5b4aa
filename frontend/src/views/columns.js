// Columns: which variables of an answer hold numbers, dates, places or names.
import { called, learn } from "../labels.js";
import { numberOf } from "../terms.js";

const LOOKED_AT = 50;
const DATE = /^-?\d{4,}(?:-\d{2}(?:-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?)?)?(?:Z|[+-]\d{2}:\d{2})?$/;
const DATED = /(?:#(?:date|dateTime|gYear|gYearMonth|dateTimeStamp)|\/edtf\/EDTF[\w-]*)$/;

// columns lists the variables of which most of the first values pass a test.
export function columns({ variables, rows }, passes) {
  return variables.filter((variable) => {
    const values = rows.slice(0, LOOKED_AT).map((row) => row[variable]).filter(Boolean);
    return values.length > 0 && values.filter(passes).length * 2 > values.length;
  });
}

export const isNumber = (term) => !Number.isNaN(numberOf(term));
export const isResource = (term) => term.type === "uri" || term.type === "bnode";
export const isDate = (term) => term.type === "literal" && DATED.test(term.datatype ?? "") && !Number.isNaN(time(term).from);

// namesOf chooses what rows are called: by their first text that is none of some variables, else
// by what their first resource is called.
export async function namesOf(answer, others) {
  const left = answer.variables.filter((variable) => !others.includes(variable));
  const isName = (term) => term.type === "literal" && !isNumber(term) && !isDate(term);
  const chosen = columns({ ...answer, variables: left }, isName)[0] ?? left[0] ?? answer.variables[0];
  await learn(answer.rows.map((row) => row[chosen]));
  return (row) => called(row[chosen]).trim() || "–";
}

// time gives the period that a date spans, in milliseconds: of a year, its first to its last day.
// Uncertainty (EDTF: ? ~ %), unspecified digits (X), seasons and open ends are told as uncertain.
export function time(term) {
  const written = term?.value.trim() ?? "";
  const exact = written.replace(/[?~%]/g, "");
  const [first, second] = (exact.includes("/") ? exact.split("/") : [exact, exact]).map(bounds);
  const known = first ?? second;
  if (!known) return { from: NaN, until: NaN };
  const isWhole = first && second && !first.isWide && !second.isWide;
  return { from: known.from, until: (second ?? known).until, uncertain: !isWhole || exact !== written };
}

// bounds gives the first and last moment of one date; nothing for an open end.
function bounds(date) {
  const decade = date.match(/^(\d{1,3})(X{1,3})$/);
  if (decade) {
    const [low, high] = ["0", "9"].map((digit) => decade[1] + digit.repeat(decade[2].length));
    return { from: start(low), until: end(high), isWide: true };
  }
  const season = date.match(/^(\d{4})-2([1-4])$/);
  if (season) {
    const [year, month] = [Number(season[1]), 3 * Number(season[2]) - 1];
    return { from: Date.UTC(year, month), until: Date.UTC(year, month + 3) - 1, isWide: true };
  }
  const bare = date.replace(/-XX(?:-XX)?$/, "");
  if (!DATE.test(bare) || Number.isNaN(start(bare))) return undefined;
  return { from: start(bare), until: end(bare), isWide: bare !== date };
}

function start(date) {
  return Date.parse(padded(date));
}

function end(date) {
  const [year, month] = date.replace(/^-/, "").split("-");
  const whole = /^-?\d{4,}$/.test(date) ? Date.UTC(Number(year) + 1, 0) : /^-?\d{4,}-\d{2}$/.test(date) ? Date.UTC(Number(year), Number(month)) : NaN;
  return Number.isNaN(whole) ? start(date) + (date.includes("T") ? 0 : 86_400_000 - 1) : whole - 1;
}

// padded makes a date that Date.parse reads alike in every browser.
function padded(date) {
  const bare = date.replace(/(\d{4,}(?:-\d{2}){0,2})(?:Z|[+-]\d{2}:\d{2})$/, "$1");
  return /^\d{4}$/.test(bare) ? `${bare}-01-01` : /^\d{4}-\d{2}$/.test(bare) ? `${bare}-01` : bare;
}
