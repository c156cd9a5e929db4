// A browser may say its opt-out signal (Global Privacy Control) to scripts only. The page then tells us once, and once
// more when it says so no longer; a browser that sends the header needs none of this.
const form = document.querySelector("form[data-signal]");
const isOn = navigator.globalPrivacyControl === true;
const known = form?.dataset.signal; // "header", "script" or ""
const isNews = isOn ? known === "" : known === "script";

if (form && isNews && navigator.cookieEnabled && !location.search.includes("signal=")) {
  form.elements.signal.value = isOn ? "on" : "off";
  form.requestSubmit();
}
