// j and k walk a list marked data-keys, Enter opens the row. Never while somebody types.
const typing = "input, textarea, select, [contenteditable='true']";

function rows() {
  return [...document.querySelectorAll("[data-keys] [data-key-row]")];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
  if (!["j", "k"].includes(event.key)) return;
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.contains(document.activeElement) || row.classList.contains("is-current"));
  const there = Math.min(Math.max(here + (event.key === "j" ? 1 : -1), 0), all.length - 1);
  all.forEach((row, place) => row.classList.toggle("is-current", place === there));
  all[there].scrollIntoView({ block: "nearest" });
  // the row's own link takes the focus: Enter then opens it without more script
  (all[there].querySelector("a[href], button") ?? all[there]).focus({ preventScroll: true });
  event.preventDefault();
});
