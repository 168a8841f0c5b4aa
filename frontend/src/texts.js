// Texts: what the page says of itself: words in its language, prefixes, the base IRI.
export const settings = JSON.parse(document.getElementById("ask").dataset.settings);

// text gives a message, with its {placeholders} filled.
export function text(name, values = {}) {
  return (settings.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

// number writes a number as the page's language does.
export function number(value) {
  return value.toLocaleString(settings.language === "nl" ? "nl-BE" : "en-GB");
}
