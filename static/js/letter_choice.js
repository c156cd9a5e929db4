// Only the fields of the chosen letter are in sight; without this all are, each with a word for which letter it is.
for (const form of document.querySelectorAll("form[data-letter-choice]")) {
  const choice = form.querySelector("select[name='letter']");
  const show = () => {
    for (const part of form.querySelectorAll("[data-letter]")) part.hidden = part.dataset.letter !== choice.value;
  };
  if (!choice) continue;
  choice.addEventListener("change", show);
  show();
}
