// While a reference is typed, the server suggests the records that may be meant: by name, alias, code or the
// initials of their pinyin. Without this script the field takes the same names and codes. Fields may come and
// go while the page is open.
const WAIT = 120;
let timer = 0;
let asked = "";

document.addEventListener("input", ({ target }) => {
  if (!target.matches("input[data-suggest]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => suggest(target), WAIT);
});

async function suggest(field) {
  const typed = field.value.split(/[;；]/).pop().trim();
  const wanted = `${field.dataset.suggest}?q=${encodeURIComponent(typed)}`;
  if (!typed || wanted === asked) return;
  asked = wanted;
  const answer = await fetch(wanted);
  // Who types on has asked for something else.
  if (!answer.ok || wanted !== asked) return;
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
