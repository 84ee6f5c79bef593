// Pages of discharge follow what is sent: when something came, the parts marked data-live are
// fetched again and put in place. A part that the reader is using stays as it is.
const parts = () => [...document.querySelectorAll("[data-live]")];
let asked = false;
let again = new Set();

// Hidden fields are not the reader's.
const filledIn = (field) => field.type !== "hidden" && field.value !== field.defaultValue;
const inUse = (part) =>
  part.contains(document.activeElement) ||
  part.querySelector(":popover-open, details[open]") ||
  [...part.querySelectorAll("input, textarea")].some(filledIn);

async function refresh() {
  if (asked || !again.size) return;
  const outlets = again;
  again = new Set();
  asked = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts()) {
      const own = part.dataset.live;
      if (own && own !== "works" && !outlets.has(own)) continue;
      const fresh = page.getElementById(part.id);
      if (fresh && !inUse(part) && fresh.innerHTML !== part.innerHTML) part.replaceWith(fresh);
    }
  } catch {
    // The next event tries again.
  } finally {
    asked = false;
    setTimeout(refresh, 400);
  }
}

if (parts().length) {
  const live = new EventSource("/discharge/live");
  live.onmessage = (event) => {
    for (const outlet of JSON.parse(event.data).outlets) again.add(outlet);
    refresh();
  };
}
