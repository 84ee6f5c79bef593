// A slider and its number say the same; the number is what is sent. What is left, and how full the
// limit is, follow the slider.
const digits = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

for (const limit of document.querySelectorAll(".slider")) {
  const slider = limit.querySelector("input[type=range]");
  const number = document.getElementById(slider.dataset.mirror);
  const { used, planned, scale } = limit.dataset;
  const follow = () => {
    const cap = Number(number.value);
    const part = (amount) => `${Math.min(1, Math.max(0, cap > 0 ? amount / cap : 1)) * 100}%`;
    limit.querySelector(".left").textContent = digits.format((cap - used) / scale).replace("-", "−");
    limit.querySelector(".gauge .used").setAttribute("width", part(Number(used)));
    limit.querySelector(".gauge .planned").setAttribute("width", part(Number(used) + Number(planned)));
  };
  slider.addEventListener("input", () => {
    number.value = slider.value;
    follow();
  });
  number.addEventListener("input", () => {
    slider.value = number.value;
    follow();
  });
}
