// A slider and its number say the same; the number is what is sent.
for (const slider of document.querySelectorAll("[data-mirror]")) {
  const number = document.getElementById(slider.dataset.mirror);
  slider.addEventListener("input", () => (number.value = slider.value));
  number.addEventListener("input", () => (slider.value = number.value));
}
