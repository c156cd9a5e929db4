// Below a file field stands what was chosen, with sizes, before it is sent.
const units = ["B", "kB", "MB", "GB"];

function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) { value /= 1000; unit += 1; }
  return `${value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: unit ? 1 : 0 })} ${units[unit]}`;
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("input[type='file']")) return;
  const list = input.closest(".field")?.querySelector("[data-upload-list]");
  if (!list) return;
  list.replaceChildren(...[...input.files].map((file) => {
    const line = document.createElement("li");
    const name = document.createElement("span");
    const note = document.createElement("span");
    name.className = "files-name";
    name.textContent = file.name;
    note.className = "muted number";
    note.textContent = size(file.size);
    line.append(name, note);
    return line;
  }));
});
