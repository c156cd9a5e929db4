// The boxes of a list: how many are chosen is said, and one box chooses all of the page. Without it the boxes work too.
function boxes() {
  return [...document.querySelectorAll("[data-key-row] input[type='checkbox']")];
}

function tell() {
  const words = document.querySelector("[data-bulk-count]");
  if (!words) return;
  words.dataset.still ??= words.textContent;
  const chosen = boxes().filter((box) => box.checked).length;
  words.textContent = chosen ? `${chosen} ${words.dataset.words}:` : words.dataset.still;
  for (const box of boxes()) box.closest("tr")?.toggleAttribute("data-chosen", box.checked);
}

const whole = document.querySelector("[data-check-all]");
if (whole) whole.hidden = false;

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-check-all]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches?.("input[type='checkbox']")) tell();
});

// A browser that goes back keeps the boxes as they were.
window.addEventListener("pageshow", tell);
