// The theme switch: system, light, dark. The choice is a cookie, so that the server writes it into the page and nothing flashes.
const names = ["system", "light", "dark"];
const root = document.documentElement;

function current() {
  return names.includes(root.dataset.theme) ? root.dataset.theme : "system";
}

function show() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current()));
  }
  for (const box of document.querySelectorAll("[data-theme-box]")) box.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (!button) return;
  const name = button.dataset.themeChoice;
  if (name === "system") delete root.dataset.theme;
  else root.dataset.theme = name;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${name}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  show();
});

show();
