// Pages follow what happens: the server tells that there is something new, and the parts marked
// data-live are fetched again and put in place. A part that the reader is using waits until it is left.
const parts = () => [...document.querySelectorAll("[data-live]")];
// Of which outlets there is something new since the parts were fetched, and of which parts in use wait
// for it; null where there is nothing.
let told = null;
let waiting = null;
let asked = false;
const joined = (some, more) => new Set([...(some ?? []), ...(more ?? [])]);

// What a page carries for its next form differs each time it is fetched.
const content = (part) => {
  const copy = part.cloneNode(true);
  for (const field of copy.querySelectorAll("[name=once], [name=revision]")) field.remove();
  return copy.innerHTML;
};

// Hidden fields are not the reader's.
const filledIn = (field) => field.type !== "hidden" && field.value !== field.defaultValue;
const inUse = (part) =>
  part.contains(document.activeElement) ||
  part.querySelector(":popover-open, details[open]") ||
  [...part.querySelectorAll("input, textarea")].some(filledIn);

async function refresh() {
  if (asked || !told) return;
  const outlets = told;
  told = null;
  asked = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts()) {
      const own = part.dataset.live;
      if (own && own !== "works" && !outlets.has(own)) continue;
      const fresh = page.getElementById(part.id);
      if (!fresh || content(fresh) === content(part)) continue;
      if (inUse(part)) waiting = joined(waiting, outlets);
      else part.replaceWith(fresh);
    }
  } catch {
    // The next event tries again.
  } finally {
    asked = false;
    setTimeout(refresh, 400);
  }
}

function tell(outlets) {
  told = joined(told, outlets);
  refresh();
}

for (const left of ["focusout", "toggle"]) {
  const look = () => {
    if (!waiting) return;
    tell(waiting);
    waiting = null;
  };
  document.addEventListener(left, () => setTimeout(look), true);
}

const from = document.querySelector("[data-live-from]")?.dataset.liveFrom;
if (from) {
  const live = new EventSource(from);
  live.onmessage = (event) => {
    const { outlets, ended } = JSON.parse(event.data);
    if (ended) live.close();
    tell(outlets);
  };
}
