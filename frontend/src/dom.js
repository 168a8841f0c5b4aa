// DOM: elements made of names, attributes and text; never of markup.
const SVG = "http://www.w3.org/2000/svg";

// element makes an HTML element; children are nodes or texts.
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

// drawn makes an SVG element.
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

// picture makes an SVG with a name for who does not see it.
export function picture(width, height, title, ...children) {
  const svg = drawn("svg", {
    viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title, class: "picture",
  });
  svg.append(...children);
  return svg;
}

// cut shortens a text that has no room.
export function cut(value, most) {
  const characters = [...value];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : value;
}
