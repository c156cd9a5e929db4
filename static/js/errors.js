// After a refused form the error summary is read first; its links put the cursor into the field.
function focusSummary(within) {
  within.querySelector("[data-error-summary]")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const group = field.matches("input, select, textarea") ? field : (field.querySelector("input, select, textarea") ?? field);
  group.focus();
  group.closest(".field")?.scrollIntoView({ block: "center" });
});

document.addEventListener("htmx:after:swap", () => focusSummary(document));
focusSummary(document);
