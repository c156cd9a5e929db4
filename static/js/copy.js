// <button data-copy="#id"> copies the text of that element and says so in its own words (data-copied).
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const from = document.querySelector(button.dataset.copy);
  if (!from) return;
  await navigator.clipboard.writeText(from.textContent.trim());
  const label = button.querySelector("[data-copy-label]");
  if (!label) return;
  const before = label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => { label.textContent = before; }, 2000);
});
