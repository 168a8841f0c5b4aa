// Naming: names beside dots of a picture, where there is room for them.
import { cut, drawn } from "../dom.js";

const LETTER = 6.6;

// named gives the texts for dots [{name, x, y}]; one without room is told by its title only.
export function named(dots, width, longest = 40) {
  const taken = dots.map(({ x, y }) => [x - 6, y - 6, x + 6, y + 6]);
  const made = [];
  for (const { name, x, y } of dots) {
    const written = cut(name, longest);
    const size = [...written].length * LETTER;
    const right = [x + 7, y - 8, x + 11 + size, y + 8];
    const left = [x - 11 - size, y - 8, x - 7, y + 8];
    const box = [right, left].find((room) => room[0] > 0 && room[2] < width && !taken.some((other) => meets(room, other)));
    if (!box) continue;
    taken.push(box);
    const side = box === right ? { x: x + 9 } : { x: x - 9, "text-anchor": "end" };
    made.push(drawn("text", { ...side, y: y + 5, class: "place" }, written));
  }
  return made;
}

function meets(one, other) {
  return one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
}
