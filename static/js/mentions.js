// After an @ in a note, colleagues who may see the case are offered; a name is put in by a click or by Enter.
const LONGEST = 40;

function sought(field) {
  const before = field.value.slice(0, field.selectionStart);
  const at = before.lastIndexOf("@");
  const typed = at < 0 ? "" : before.slice(at + 1);
  if (at < 0 || typed.length > LONGEST || typed.includes("\n") || /[\p{L}\d]/u.test(before[at - 1] ?? "")) return null;
  return { at, typed: typed.toLocaleLowerCase() };
}

function put(field, at, name, list) {
  const after = field.value.slice(field.selectionStart);
  field.value = `${field.value.slice(0, at)}@${name} ${after.replace(/^ /, "")}`;
  const place = at + name.length + 2;
  field.setSelectionRange(place, place);
  list.hidden = true;
  field.focus();
}

for (const form of document.querySelectorAll("form[data-mentions]")) {
  const field = form.querySelector("textarea");
  const list = form.querySelector("[data-mention-list]");
  const names = [...form.querySelectorAll("[data-mention-name]")].map((entry) => entry.dataset.mentionName);
  if (!field || !list || !names.length) continue;
  const offer = () => {
    const wanted = sought(field);
    const found = wanted ? names.filter((name) => name.toLocaleLowerCase().includes(wanted.typed)
      && name.toLocaleLowerCase() !== wanted.typed.trim()) : [];
    list.hidden = !found.length;
    list.replaceChildren(...found.slice(0, 6).map((name) => {
      const entry = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small";
      button.textContent = `@${name}`;
      button.addEventListener("click", () => put(field, wanted.at, name, list));
      entry.append(button);
      return entry;
    }));
  };
  field.addEventListener("input", offer);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "Escape") { list.hidden = true; event.preventDefault(); }
    if (event.key === "ArrowDown") { list.querySelector("button")?.focus(); event.preventDefault(); }
  });
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll("button")];
    const here = all.indexOf(document.activeElement);
    if (event.key === "Escape") { list.hidden = true; field.focus(); }
    if (event.key === "ArrowDown") { all[Math.min(here + 1, all.length - 1)]?.focus(); event.preventDefault(); }
    if (event.key === "ArrowUp") { (here > 0 ? all[here - 1] : field).focus(); event.preventDefault(); }
  });
}
