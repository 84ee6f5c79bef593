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

// Without scripts the map is as large as it was drawn, or as its page is wide; with them a reader steps back or nearer.
const frame = document.querySelector(".map-scroll");
const drawn = map && { width: map.width.baseVal.value, height: map.height.baseVal.value };
let scale = map ? map.getBoundingClientRect().width / drawn.width : 1;

const zoom = (wanted) => {
  const fit = Math.min(frame.clientWidth / drawn.width, (innerHeight * 0.8) / drawn.height);
  const next = Math.min(2, Math.max(Math.min(fit, 1), wanted === "fit" ? fit : wanted));
  const middle = { x: (frame.scrollLeft + frame.clientWidth / 2) / scale, y: (frame.scrollTop + frame.clientHeight / 2) / scale };
  scale = next;
  map.classList.add("zoomed");
  map.setAttribute("width", drawn.width * scale);
  map.setAttribute("height", drawn.height * scale);
  frame.scrollTo(middle.x * scale - frame.clientWidth / 2, middle.y * scale - frame.clientHeight / 2);
};

const tools = document.querySelector("[data-zoom]");
tools?.removeAttribute("hidden");
tools?.addEventListener("click", (event) => {
  const by = event.target.closest("[data-by]")?.dataset.by;
  if (by) zoom(by === "fit" ? "fit" : scale * Number(by));
});

// What is chosen, else the first link of the chain, comes into sight.
const first = map?.querySelector(".selected, .map-node.e-hole, .map-node.e-present");
if (first) {
  const [box, room_] = [first.getBoundingClientRect(), frame.getBoundingClientRect()];
  frame.scrollTo(
    frame.scrollLeft + box.left - room_.left - Math.max(0, (frame.clientWidth - box.width) / 2),
    frame.scrollTop + box.top - room_.top - Math.max(0, (frame.clientHeight - box.height) / 2),
  );
}

const print = document.querySelector("[data-print]");
print?.removeAttribute("hidden");
print?.addEventListener("click", () => window.print());
