// Graph: nodes and arrows, of a CONSTRUCT's triples or of rows with two resources.
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { cut, drawn, element, picture } from "../dom.js";
import { number, text } from "../texts.js";
import { called, learn } from "../labels.js";
import { columns, isResource } from "./columns.js";
import { named } from "./naming.js";

const MOST = 120;
const STEPS = 250;

// graph draws nodes and arrows, or says what an answer needs for them.
export async function graph(answer, width) {
  const arrows = arrowsOf(answer);
  if (!arrows) return element("p", { class: "note" }, text("graph_needs"));
  await learn(arrows.slice(0, MOST).flat());
  const { nodes, links } = bounded(arrows);
  const notes = [text("graph_shows", { nodes: number(nodes.length), links: number(links.length) })];
  if (links.length < arrows.length) notes.push(text("first", { shown: number(links.length), total: number(arrows.length) }));
  return element("figure", {}, plot(nodes, links, width), element("figcaption", { class: "hint" }, notes.join(" ")));
}

// arrowsOf lists [from, name, to] of terms.
function arrowsOf(answer) {
  if (answer.kind === "graph") {
    return answer.rows.filter(({ object }) => isResource(object)).map(({ subject, predicate, object }) => [subject, predicate, object]);
  }
  const ends = columns(answer, isResource);
  if (ends.length < 2) return null;
  const [from, name, to] = ends.length > 2 ? ends : [ends[0], undefined, ends[1]];
  return answer.rows.filter((row) => row[from] && row[to]).map((row) => [row[from], row[name], row[to]]);
}

function bounded(arrows) {
  const nodes = new Map();
  const links = [];
  for (const [from, name, to] of arrows) {
    const ends = [from, to].map((term) => term.type + term.value);
    if (nodes.size + ends.filter((key) => !nodes.has(key)).length > MOST || links.length >= MOST * 4) continue;
    ends.forEach((key, index) => nodes.has(key) || nodes.set(key, { id: key, name: called([from, to][index]) }));
    links.push({ source: ends[0], target: ends[1], name: called(name) });
  }
  return { nodes: [...nodes.values()], links };
}

function plot(nodes, links, width) {
  const height = Math.round(Math.min(640, Math.max(360, width * 0.6)));
  forceSimulation(nodes)
    .force("link", forceLink(links).id(({ id }) => id).distance(110))
    .force("charge", forceManyBody().strength(-260))
    .force("collide", forceCollide(24))
    .force("centre", forceCenter(width / 2, height / 2))
    .force("x", forceX(width / 2).strength(0.05))
    .force("y", forceY(height / 2).strength((0.05 * width) / height))
    .stop()
    .tick(STEPS);
  fit(nodes, width, height);
  const arrow = drawn("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 16, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto" }, drawn("path", { d: "M0 0 8 4 0 8z", class: "arrow" }));
  const lines = links.flatMap(({ source, target, name }) => [
    drawn("line", { x1: source.x, y1: source.y, x2: target.x, y2: target.y, class: "link", "marker-end": "url(#arrow)" }, drawn("title", {}, `${source.name} ${name} ${target.name}`)),
    ...(name && links.length <= 14 ? [drawn("text", { x: (source.x + target.x) / 2, y: (source.y + target.y) / 2 - 3, "text-anchor": "middle", class: "axis" }, cut(name, 24))] : []),
  ]);
  const dots = nodes.map(({ x, y, name }) => drawn("circle", { cx: x, cy: y, r: 6, class: "dot" }, drawn("title", {}, name)));
  return picture(width, height, text("graph_name"), drawn("defs", {}, arrow), ...lines, ...dots, ...named(nodes, width, 32));
}

// fit brings all nodes within the picture.
function fit(nodes, width, height) {
  for (const [axis, size, edge] of [["x", width, 30], ["y", height, 20]]) {
    const values = nodes.map((node) => node[axis]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    if (most - least < 1) continue;
    const scale = Math.min(1.6, (size - 2 * edge) / (most - least));
    for (const node of nodes) node[axis] = size / 2 + (node[axis] - (least + most) / 2) * scale;
  }
}
