// A long list of boxes is narrowed by words; what is chosen stays in sight. Without it the list scrolls and works.
const FEW = 8;

function plain(words) {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

for (const place of document.querySelectorAll("[data-narrow]")) {
  const asked = place.querySelector("input[type='search']");
  const told = place.querySelector("[data-narrow-count]");
  const choices = [...place.querySelectorAll(".choice")].map((row) => ({ row, words: plain(row.textContent) }));
  if (!asked || choices.length <= FEW) continue;

  const show = () => {
    const words = plain(asked.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    let chosen = 0;
    for (const one of choices) {
      const isChosen = one.row.querySelector("input").checked;
      one.row.hidden = !isChosen && !words.every((word) => one.words.includes(word));
      shown += one.row.hidden ? 0 : 1;
      chosen += isChosen ? 1 : 0;
    }
    told.textContent = told.dataset.words.replace("{shown}", shown).replace("{all}", choices.length).replace("{chosen}", chosen);
  };

  place.querySelector("[data-narrow-words]").hidden = false;
  asked.addEventListener("input", (event) => {
    event.stopPropagation(); // nothing is written, so nothing is unsaved
    show();
  });
  asked.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it narrows; it does not send the form
  });
  place.addEventListener("change", show);
  show();
}
