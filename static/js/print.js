// On paper nothing is folded: every <details> with an explanation is opened before printing and put back after.
let opened = [];

window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const part of opened) part.open = true;
});
window.addEventListener("afterprint", () => {
  for (const part of opened) part.open = false;
});

// The button shows only where a script can print.
for (const paper of document.querySelectorAll("[data-print]")) {
  paper.hidden = false;
  paper.addEventListener("click", () => { paper.closest("details")?.removeAttribute("open"); window.print(); });
}
