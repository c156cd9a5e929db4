// j and k walk a list marked data-keys, Enter opens the row, x chooses it, / goes to the search. Never while somebody types.
const typing = "input:not([type='checkbox']), textarea, select, [contenteditable='true']";

function rows() {
  return [...document.querySelectorAll("[data-keys] [data-key-row]")];
}

function current(all) {
  return all.findIndex((row) => row.contains(document.activeElement) || row.classList.contains("is-current"));
}

function walk(all, step) {
  const there = Math.min(Math.max(current(all) + step, 0), all.length - 1);
  all.forEach((row, place) => row.classList.toggle("is-current", place === there));
  all[there].scrollIntoView({ block: "nearest" });
  // the row's own link takes the focus: Enter then opens it without more script
  (all[there].querySelector("a[href], button") ?? all[there]).focus({ preventScroll: true });
}

function choose(all) {
  const box = all[current(all)]?.querySelector("input[type='checkbox']");
  if (!box) return false;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function find() {
  const field = document.querySelector("[data-search-field]");
  field?.focus();
  field?.select();
  return Boolean(field);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
  let isDone = false;
  const all = rows();
  if (event.key === "/") isDone = find();
  else if (all.length && event.key === "x") isDone = choose(all);
  else if (all.length && (event.key === "j" || event.key === "k")) {
    walk(all, event.key === "j" ? 1 : -1);
    isDone = true;
  }
  if (isDone) event.preventDefault();
});
