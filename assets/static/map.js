// The chain map beyond links: the legend switches at once, a choice opens the side panel in place.
const map = document.getElementById("map");
const room = document.querySelector(".map-room");

const remember = (change) => {
  const address = new URL(location.href);
  change(address.searchParams);
  history.replaceState(null, "", address);
  return address;
};

const hidden = () => (new URL(location.href).searchParams.get("hide") ?? "absent").split(".").filter(Boolean);

// What is not in the drawing comes from the server: then the link is followed.
document.querySelector(".legend")?.addEventListener("click", (event) => {
  const entry = event.target.closest("[data-hide]");
  if (!entry || event.ctrlKey || event.metaKey) return;
  const name = entry.dataset.hide;
  const drawn = map.querySelector(`.e-${name}, .s-${name}`);
  if (!drawn) return;
  event.preventDefault();
  const hide = map.classList.toggle(`hide-${name}`);
  entry.setAttribute("aria-checked", String(!hide));
  const names = hidden().filter((other) => other !== name).concat(hide ? [name] : []);
  remember((query) => query.set("hide", names.join(".")));
});

const mark = (choice) => {
  for (const other of map.querySelectorAll(".selected")) other.classList.remove("selected");
  if (!choice) return;
  for (const part of map.querySelectorAll(`[data-select="${CSS.escape(choice)}"]`)) part.classList.add("selected");
};

const open = async (choice) => {
  const address = remember((query) => (choice ? query.set("select", choice) : query.delete("select")));
  mark(choice);
  const panel = document.getElementById("panel");
  room.classList.toggle("with-panel", Boolean(choice));
  if (!choice) return panel.replaceChildren();
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  panel.replaceWith(page.getElementById("panel"));
  document.getElementById("panel-title")?.focus({ preventScroll: innerWidth > 1100 });
};

room?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const part = event.target.closest("[data-select]");
  if (!part && !event.target.closest(".side-close")) return;
  event.preventDefault();
  open(part?.dataset.select);
});

if (map) mark(new URL(location.href).searchParams.get("select"));

const print = document.querySelector("[data-print]");
print?.removeAttribute("hidden");
print?.addEventListener("click", () => window.print());
