// A form with files tells how far the sending is; without scripts the browser sends it as ever.
const words = { en: "Sending", fr: "Envoi", de: "Wird gesendet" };

function bar(form) {
  const box = document.createElement("div");
  const label = document.createElement("span");
  const line = document.createElement("progress");
  box.className = "progress-desk";
  label.className = "progress-words";
  label.setAttribute("role", "status");
  label.textContent = words[document.documentElement.lang.slice(0, 2)] ?? words.en;
  line.max = 100;
  line.value = 0;
  line.setAttribute("aria-label", label.textContent);
  box.append(label, line);
  form.append(box);
  return (share) => {
    line.value = share;
    label.textContent = `${line.getAttribute("aria-label")} ${share} %`;
  };
}

function show(answer) {
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) { window.location.assign(answer.responseURL); return; }
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  window.history.replaceState(null, "", answer.responseURL);
  (main.querySelector(".error-summary, .messages, h1") ?? main).scrollIntoView();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.("[data-sending]") || !form.querySelector("input[type='file']")?.files.length) return;
  event.preventDefault();
  const button = form.querySelector("button[type='submit']");
  const tell = bar(form);
  const request = new XMLHttpRequest();
  if (button) button.disabled = true;
  request.upload.addEventListener("progress", (step) => {
    if (step.lengthComputable) tell(Math.round((100 * step.loaded) / step.total));
  });
  request.addEventListener("load", () => show(request));
  request.addEventListener("error", () => { if (button) button.disabled = false; form.querySelector(".progress-desk")?.remove(); });
  request.open("POST", form.action || window.location.href);
  request.send(new FormData(form));
});
