// While a reference is typed, the server suggests the records that may be meant: by name, alias, code or the
// initials of their pinyin. Without this script the field takes the same names and codes.
const WAIT = 120;

for (const field of document.querySelectorAll("input[data-suggest]")) {
  let timer = 0;
  let asked = "";
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest(field), WAIT);
  });

  async function suggest(field) {
    const typed = field.value.split(/[;；]/).pop().trim();
    if (!typed || typed === asked) return;
    asked = typed;
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`);
    // Who types on has asked for something else.
    if (!answer.ok || typed !== asked) return;
    const before = field.value.slice(0, field.value.length - field.value.split(/[;；]/).pop().length);
    const options = (await answer.json()).map(({ value, title, matched }) => {
      const option = document.createElement("option");
      option.value = before + value;
      // Browsers show what holds the letters typed; initials stand in no name.
      option.label = title.toLowerCase().includes(matched.toLowerCase()) ? title : `${title} (${matched})`;
      return option;
    });
    field.list.replaceChildren(...options);
  }
}
