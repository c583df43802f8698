// Passkeys: forms with data-passkey="create" or "get" ask the browser first and then submit what it answers.
(() => {
  const toBytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const toText = (buffer) =>
    buffer &&
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const withBytes = (list) => (list || []).map((item) => ({ ...item, id: toBytes(item.id) }));

  async function optionsOf(form) {
    const source = form.dataset.passkeyOptions;
    if (source.startsWith("#")) return JSON.parse(document.querySelector(source).textContent).publicKey;
    const answer = await fetch(source, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return (await answer.json()).request_options.publicKey;
  }

  async function create(form) {
    const options = await optionsOf(form);
    const alone = form.elements.passwordless?.checked;
    options.challenge = toBytes(options.challenge);
    options.user.id = toBytes(options.user.id);
    options.excludeCredentials = withBytes(options.excludeCredentials);
    if (alone) {
      Object.assign(options.authenticatorSelection, {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      });
    }
    const made = await navigator.credentials.create({ publicKey: options });
    return {
      id: made.id,
      rawId: toText(made.rawId),
      type: made.type,
      authenticatorAttachment: made.authenticatorAttachment,
      clientExtensionResults: made.getClientExtensionResults(),
      response: {
        clientDataJSON: toText(made.response.clientDataJSON),
        attestationObject: toText(made.response.attestationObject),
        transports: made.response.getTransports?.() || [],
      },
    };
  }

  async function get(form) {
    const options = await optionsOf(form);
    options.challenge = toBytes(options.challenge);
    options.allowCredentials = withBytes(options.allowCredentials);
    const found = await navigator.credentials.get({ publicKey: options });
    return {
      id: found.id,
      rawId: toText(found.rawId),
      type: found.type,
      authenticatorAttachment: found.authenticatorAttachment,
      clientExtensionResults: found.getClientExtensionResults(),
      response: {
        clientDataJSON: toText(found.response.clientDataJSON),
        authenticatorData: toText(found.response.authenticatorData),
        signature: toText(found.response.signature),
        userHandle: toText(found.response.userHandle),
      },
    };
  }

  function say(form, text) {
    let line = form.querySelector("[data-passkey-says]");
    if (!line) {
      line = document.createElement("p");
      line.dataset.passkeySays = "";
      line.setAttribute("role", "alert");
      form.append(line);
    }
    line.textContent = text;
  }

  const reasons = {
    NotAllowedError: "Der Vorgang wurde abgebrochen oder hat zu lange gedauert. Bitte versuchen Sie es noch einmal.",
    InvalidStateError: "Dieses Gerät ist schon als Passkey eingetragen.",
  };

  // The server fills empty fields of this kind with "null".
  const forget = () => {
    for (const form of document.querySelectorAll("form[data-passkey]")) form.elements.credential.value = "";
  };

  if (!window.PublicKeyCredential) return;
  forget();
  for (const area of document.querySelectorAll("[data-passkey-area]")) area.hidden = false;
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;

  // Before the guard against double submits: only the second, real submit counts for it.
  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (!form.dataset?.passkey || form.elements.credential.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (form.dataset.passkeyRunning) return;
      form.dataset.passkeyRunning = "true";
      say(form, "");
      try {
        const credential = await (form.dataset.passkey === "create" ? create(form) : get(form));
        form.elements.credential.value = JSON.stringify(credential);
        form.requestSubmit();
      } catch (error) {
        say(form, reasons[error.name] || "Das hat nicht funktioniert. Bitte versuchen Sie es noch einmal.");
      } finally {
        delete form.dataset.passkeyRunning;
      }
    },
    true,
  );

  // Coming back with the back button: ask the device again instead of sending a used answer.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) forget();
  });
})();
