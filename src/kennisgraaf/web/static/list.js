// A list is shown anew as soon as a choice is made; the button is for who has no scripts.
const filters = document.querySelector(".filters");
const form = document.querySelector("form.facets");
const wide = matchMedia("(min-width: 52.01rem)");

if (filters) {
  const open = () => { if (wide.matches) filters.open = true; };
  open();
  wide.addEventListener("change", open);
}

if (form) {
  form.addEventListener("change", () => { if (wide.matches) form.requestSubmit(); });
  const hide = () => { form.querySelector(".apply").hidden = wide.matches; };
  hide();
  wide.addEventListener("change", hide);
}
