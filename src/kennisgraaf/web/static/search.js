// The search box as a combobox (WAI-ARIA 1.2): suggestions while one writes.
const search = document.querySelector("form.search");
if (search) start(search);

function start(form) {
  const box = form.querySelector("input");
  const list = Object.assign(document.createElement("ul"), { id: "suggested", hidden: true });
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  let active = -1, waiting = 0, request = null, written = "";

  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggested",
  })) box.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  list.dataset.guess = form.dataset.guess;
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  status.setAttribute("role", "status");
  form.append(list, status);

  const options = () => [...list.children].filter((item) => item.role === "option");

  function close() {
    list.hidden = true;
    choose(-1);
    box.setAttribute("aria-expanded", "false");
  }

  function choose(number) {
    active = number;
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    const option = options()[number];
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  function piece(name, text, className, language) {
    const element = Object.assign(document.createElement(name), { textContent: text, className });
    if (language) element.lang = language;
    return element;
  }

  function show({ guess, suggestions }) {
    list.replaceChildren(...suggestions.map(({ label, language, kind, url, name }, place) => {
      const option = Object.assign(document.createElement("li"), { id: `suggested-${place}`, role: "option" });
      option.dataset.url = url;
      option.append(piece("bdi", label, "label", language));
      const more = [kind, name].filter(Boolean).join(" · ");
      if (more) option.append(piece("bdi", more, "hint"));
      return option;
    }));
    list.classList.toggle("guess", guess);
    const told = guess ? `${form.dataset.guess}: ${suggestions[0].label}` : "";
    status.textContent = suggestions.length ? `${suggestions.length} ${form.dataset.found}. ${told}` : "";
    if (!suggestions.length || document.activeElement !== box) return close();
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    choose(-1);
  }

  async function suggest() {
    request?.abort();
    const asked = box.value.trim();
    if (!asked) return close();
    request = new AbortController();
    const language = document.documentElement.lang;
    const address = `/suggest?${new URLSearchParams({ q: asked, format: "json" })}`;
    try {
      const answer = await fetch(address, { signal: request.signal, headers: { "Accept-Language": language } });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function open(option) {
    if (option.dataset.url) location.assign(option.dataset.url);
  }

  box.addEventListener("input", () => {
    written = box.value;
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 120);
  });

  box.addEventListener("keydown", (event) => {
    const total = options().length;
    if (event.isComposing) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey) {
      event.preventDefault();
      if (list.hidden) return void suggest();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place of the round is the box itself.
      choose((active + 1 + step + total + 1) % (total + 1) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      open(options()[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      box.value = written || box.value;
      close();
    }
  });

  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) open(option);
  });
  box.addEventListener("blur", () => { clearTimeout(waiting); request?.abort(); close(); });
  form.addEventListener("submit", () => { clearTimeout(waiting); request?.abort(); });

  document.addEventListener("keydown", (event) => {
    const isWriting = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
