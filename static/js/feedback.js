// A fragment that could not be fetched says so; the page stays as it was.
const words = document.querySelector("[data-request-failed]");

function say(event) {
  if (!words) return;
  const status = event.detail?.ctx?.response?.raw?.status;
  if (status === 422) return;
  words.hidden = false;
}

// a refusal of the server comes with its own words (HX-Trigger: desk:error)
document.addEventListener("desk:error", (event) => {
  const place = words?.querySelector("[data-request-words]");
  if (!place || !event.detail?.message) return;
  place.textContent = event.detail.message;
  words.hidden = false;
});
document.addEventListener("htmx:response:error", say);
document.addEventListener("htmx:error", say);
document.addEventListener("htmx:before:request", () => {
  if (words) words.hidden = true;
});
