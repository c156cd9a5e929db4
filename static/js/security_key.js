// Asks a security key (WebAuthn) and submits its answer. The block [data-security-key="get|create"] holds the request of
// the server as JSON; it shows itself where the browser can use keys: that needs https or localhost, and a host name.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function opened(options) {
  const key = { ...options, challenge: toBytes(options.challenge) };
  if (key.user) key.user = { ...key.user, id: toBytes(key.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: toBytes(one.id) }));
  }
  return key;
}

function answered(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer[name] = toText(response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  });
}

const named = !/^[\d.]+$|^\[/.test(location.hostname);

for (const block of window.PublicKeyCredential && named ? document.querySelectorAll("[data-security-key]") : []) {
  const form = block.closest("form");
  const words = block.querySelector("[data-security-key-words]");
  const { publicKey } = JSON.parse(block.dataset.request);
  block.hidden = false;
  for (const note of form.querySelectorAll("[data-security-key-absent]")) note.hidden = true;
  const ask = async () => {
    if (block.dataset.securityKey === "create" && !form.reportValidity()) return;
    words.textContent = words.dataset.wait;
    try {
      const made = await navigator.credentials[block.dataset.securityKey]({ publicKey: opened(publicKey) });
      form.elements.answer.value = answered(made);
      form.submit();
    } catch {
      words.textContent = words.dataset.failed;
    }
  };
  block.querySelector("[data-security-key-start]").addEventListener("click", ask);
  if (block.dataset.securityKey === "create") {
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  }
}
