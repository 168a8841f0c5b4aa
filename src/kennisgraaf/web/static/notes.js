// Opens a source beside the statement that it proves; without this the note leads to the list of
// sources at the end of the page.

const card = document.createElement("div");
card.className = "source-card";
card.popover = "auto";
card.setAttribute("role", "dialog");
document.body.append(card);
let opener = null;

card.addEventListener("toggle", (event) => {
  if (event.newState === "closed") opener?.focus({ preventScroll: true });
});

function place(note) {
  const at = note.getBoundingClientRect();
  const width = Math.min(400, document.documentElement.clientWidth - 32);
  const left = Math.max(16, Math.min(at.left, document.documentElement.clientWidth - width - 16));
  card.style.setProperty("width", `${width}px`);
  card.style.setProperty("left", `${left + window.scrollX}px`);
  card.style.setProperty("top", `${at.bottom + window.scrollY + 6}px`);
}

document.addEventListener("click", (event) => {
  const note = event.target.closest?.('.evidence a[href^="#s"], .references a[href^="#s"]');
  if (!note || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const source = document.getElementById(note.hash.slice(1));
  if (!source) return;
  event.preventDefault();
  card.replaceChildren(...[...source.childNodes].map((node) => node.cloneNode(true)));
  card.setAttribute("aria-label", note.textContent);
  opener = note;
  place(note);
  card.showPopover();
  card.querySelector("a")?.focus({ preventScroll: true });
});
