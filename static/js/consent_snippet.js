// The banner for web pages: no code of others, no cookie, nothing kept before somebody chooses or their browser says no.
//
//   <script src="…/consent_snippet.js" data-consent="…/privacy/pages/<key>/" data-profile="…" defer></script>
//
// The page hears of what is allowed by the event "consent" on the document (detail: {allowed, signal, status}), and may
// open the banner again with consentChoices.open(). Everything stands in a shadow root with a constructed style sheet,
// so it works under a content security policy without inline script or style.
(() => {
  "use strict";

  const script = document.currentScript;
  const server = script && script.dataset.consent;
  if (!server) return;
  const KEY = "consent-browser";
  const language = (document.documentElement.lang || navigator.language || "en").slice(0, 2).toLowerCase();
  const signal = navigator.globalPrivacyControl === true;
  let words = {};
  let purposes = [];
  let host = null;

  const STYLE = `
    :host { all: initial; }
    section { position: fixed; inset: auto 0 0 0; z-index: 2147483000; max-height: 90vh; overflow: auto;
      box-sizing: border-box; padding: 1.25rem; background: Canvas; color: CanvasText; color-scheme: light dark;
      border-top: 2px solid currentColor; font: 1rem/1.5 system-ui, sans-serif; }
    div.in { max-width: 60rem; margin: 0 auto; }
    h2 { margin: 0 0 .25rem; font-size: 1.25rem; }
    p { margin: 0 0 .75rem; }
    fieldset { margin: 0 0 .75rem; padding: .5rem .75rem; border: 1px solid currentColor; border-radius: .25rem; }
    legend { padding: 0 .25rem; font-weight: 600; }
    label { display: inline-flex; gap: .4rem; align-items: center; min-height: 2rem; margin-right: 1.5rem; }
    input { width: 1.15rem; height: 1.15rem; }
    button { min-height: 2.75rem; margin: 0 .5rem .5rem 0; padding: .4rem 1rem; font: inherit; font-weight: 600;
      color: CanvasText; background: Canvas; border: 2px solid currentColor; border-radius: .25rem; cursor: pointer; }
    button:focus-visible, input:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
    [hidden] { display: none; }
  `;

  const kept = (name) => {
    try { return localStorage.getItem(name) || ""; } catch { return ""; }
  };
  const keep = (name, value) => {
    try { localStorage.setItem(name, value); } catch { /* a browser that keeps nothing is asked again */ }
  };

  // The id lives as long as the page where the browser keeps nothing: its signal is honoured without a name then, so
  // that no page view writes a row, and only a press of a button says one.
  let own = "";
  const browserId = () => {
    own = own || kept(KEY);
    if (!/^[A-Za-z0-9_-]{22,86}$/.test(own)) {
      const bytes = crypto.getRandomValues(new Uint8Array(32));
      own = btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
      keep(KEY, own);
    }
    return own;
  };
  const keepsIds = () => browserId() === kept(KEY);

  const ask = async (path, body) => {
    const options = body
      ? { method: "POST", body: JSON.stringify({ lang: language, signal, ...body }), headers: { "Content-Type": "text/plain" } }
      : {};
    const answer = await fetch(`${server}${path}`, { credentials: "omit", ...options });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const make = (name, text, given = {}) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    return Object.assign(element, given);
  };

  const tell = (state) => {
    purposes = state.purposes;
    document.dispatchEvent(new CustomEvent("consent", { detail: { allowed: state.allowed, signal: state.signal, status: state.status } }));
  };

  const close = () => {
    if (host) host.remove();
    host = null;
  };

  // Allowing again what was opted out takes two steps: the choice and the saving of it (11 CCR § 7028).
  const choose = async (choices, status, confirmed = false) => {
    try {
      tell(await ask("choose/", { browser: browserId(), choices, confirmed }));
      close();
    } catch {
      status.textContent = words.failed;
    }
  };

  const choiceOf = (purpose) => {
    const field = make("fieldset");
    field.lang = purpose.language;
    field.append(make("legend", purpose.title), make("p", purpose.text));
    for (const value of ["yes", "no"]) {
      const label = make("label");
      const input = make("input", "", { type: "radio", name: `choice-${purpose.code}`, value, checked: purpose.chosen === value });
      label.append(input, make("span", words[value]));
      field.append(label);
    }
    return field;
  };

  const all = (value) => {
    const meant = purposes.filter((one) => one.asked && (value === "no" || !one.opt_out));
    return Object.fromEntries(meant.map((one) => [one.code, value]));
  };

  const open = (state) => {
    close();
    const before = document.activeElement;
    host = document.createElement("div");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const section = make("section", "", { tabIndex: -1 });
    section.setAttribute("role", "dialog");
    section.setAttribute("aria-label", words.title);
    const box = make("div", "", { className: "in" });
    const status = make("p");
    status.setAttribute("role", "status");
    status.textContent = state.status || "";
    const form = make("form", "", { hidden: true });
    for (const purpose of purposes.filter((one) => one.asked)) form.append(choiceOf(purpose));
    form.append(make("button", words.save, { type: "submit" }));
    const one = make("button", words.choose, { type: "button" });
    const yes = make("button", words.all, { type: "button" });
    const no = make("button", words.none, { type: "button" });
    const buttons = make("div");
    buttons.append(yes, no, one);
    one.setAttribute("aria-expanded", "false");
    yes.addEventListener("click", () => choose(all("yes"), status));
    no.addEventListener("click", () => choose(all("no"), status));
    one.addEventListener("click", () => {
      form.hidden = !form.hidden;
      one.setAttribute("aria-expanded", String(!form.hidden));
      if (!form.hidden) form.querySelector("input")?.focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = [...new FormData(form)].map(([name, value]) => [name.replace("choice-", ""), value]);
      choose(Object.fromEntries(chosen), status, true);
    });
    section.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !state.ask) {
        close();
        before?.focus?.();
      }
    });
    box.append(make("h2", words.title), make("p", words.lead), status, buttons, form);
    section.append(box);
    root.append(section);
    document.body.append(host);
    return section;
  };

  const start = async () => {
    const config = await ask(`?lang=${encodeURIComponent(language)}`);
    words = config.words;
    purposes = config.purposes;
    const profile = script.dataset.profile ? { profile: script.dataset.profile } : {};
    let state = await ask("state/", kept(KEY) || (signal && keepsIds()) ? { browser: browserId(), ...profile } : {});
    // A signal that only the header carries is known from the answer.
    if (state.signal && !kept(KEY) && keepsIds()) state = await ask("state/", { browser: browserId(), ...profile });
    tell(state);
    if (state.ask) open(state);
    window.consentChoices = { open: () => open({ ...state, ask: false }).focus() };
  };

  start().catch(() => { /* nothing is allowed as long as nobody has said so */ });
})();
