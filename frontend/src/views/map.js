// Map: points of an answer over the land, which this server gives too.
import { geoMercator, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { drawn, element, picture } from "../dom.js";
import { number, text } from "../texts.js";
import { columns, isNumber, namesOf } from "./columns.js";
import { named } from "./naming.js";
import { numberOf } from "../terms.js";

const MOST = 2000;
const NAMED = 300;
const WKT = /^\s*(?:<[^>]*>\s*)?POINT\s*(?:Z\s*)?\(\s*(-?[\d.]+)\s+(-?[\d.]+)/i;
const LATITUDE = /^(?:lat|latitude|breedtegraad)$/i;
const LONGITUDE = /^(?:lon|long|lng|longitude|lengtegraad)$/i;
let land;

// map draws points, or says what an answer needs for them.
export async function map(answer, width) {
  const found = await places(answer);
  if (!found) return element("p", { class: "note" }, text("map_needs"));
  const points = found.filter(({ at }) => at.every(Number.isFinite) && Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 85);
  if (!points.length) return element("p", { class: "note" }, text("map_empty"));
  land ??= fetch(new URL("countries-50m.json", import.meta.url)).then((response) => (response.ok ? response.json() : null));
  const topology = await land.catch(() => null);
  const shown = points.slice(0, MOST);
  const notes = [text("map_shows", { total: number(points.length) })];
  if (points.length > MOST) notes.push(text("first", { shown: MOST, total: number(points.length) }));
  const list = element("details", {}, element("summary", {}, text("list")), element("ul", { class: "columns" },
    ...shown.slice(0, 300).map(({ name, at }) => element("li", {}, element("bdi", {}, name), ` ${at[1].toFixed(3)}, ${at[0].toFixed(3)}`))));
  return element("figure", {}, plot(shown, topology, width), element("figcaption", { class: "hint" }, notes.join(" ")), list);
}

// places gives the named points of an answer, or nothing where it has no columns for them.
async function places(answer) {
  const wkt = columns(answer, (term) => term.type === "literal" && WKT.test(term.value))[0];
  if (wkt) {
    const nameOf = await namesOf(answer, [wkt]);
    return answer.rows.filter((row) => row[wkt]).map((row) => {
      const [, longitude, latitude] = row[wkt].value.match(WKT) ?? [];
      return { name: nameOf(row), at: [Number(longitude), Number(latitude)] };
    });
  }
  const numbers = columns(answer, (term) => isNumber(term) || (term.type === "literal" && term.value.trim() !== "" && Number.isFinite(Number(term.value))));
  const [latitude, longitude] = [LATITUDE, LONGITUDE].map((name) => numbers.find((variable) => name.test(variable)));
  if (!latitude || !longitude) return null;
  const nameOf = await namesOf(answer, [latitude, longitude]);
  const read = (term) => (isNumber(term) ? numberOf(term) : Number(term?.value));
  return answer.rows.map((row) => ({ name: nameOf(row), at: [read(row[longitude]), read(row[latitude])] }));
}

function plot(points, topology, width) {
  const height = Math.round(Math.min(560, Math.max(300, width * 0.55)));
  const projection = geoMercator();
  const spots = { type: "MultiPoint", coordinates: points.map(({ at }) => at) };
  const edge = width < 600 ? 20 : 50;
  projection.fitExtent([[edge, edge], [width - 2 * edge, height - edge]], spots);
  // A single place, or places near each other, are shown with their surroundings.
  if (!(projection.scale() < 60_000)) {
    projection.scale(20_000).translate([0, 0]);
    const [x, y] = projection(points[0].at);
    projection.translate([width / 2 - x, height / 2 - y]);
  }
  projection.clipExtent([[0, 0], [width, height]]);
  const path = geoPath(projection);
  const ground = topology ? [
    drawn("path", { d: path(feature(topology, topology.objects.land)) ?? "", class: "land" }),
    drawn("path", { d: path(mesh(topology, topology.objects.countries, (one, other) => one !== other)) ?? "", class: "border" }),
  ] : [];
  const spotted = points.map(({ name, at }) => ({ name, x: projection(at)[0], y: projection(at)[1] }));
  const dots = spotted.map(({ name, x, y }) => drawn("circle", { cx: x, cy: y, r: 5, class: "dot" }, drawn("title", {}, name)));
  return picture(width, height, text("map_name"), drawn("rect", { width, height, class: "sea" }), ...ground, ...dots, ...named(spotted.slice(0, NAMED), width));
}
