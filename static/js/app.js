// What an HTMX exchange owes the visitor: the CSRF token, an announcement, the focus in the right
// place, and a plain word when it failed. Everything works without this file, as full pages.
(() => {
  const live = () => document.getElementById("ikz-live");

  const announce = (text) => {
    const region = live();
    if (!region || !text) return;
    region.textContent = "";
    // Screen readers speak a change; the same text twice would be none.
    window.setTimeout(() => {
      region.textContent = text;
    }, 50);
  };

  const token = (element) =>
    element.closest("form")?.querySelector("input[name=csrfmiddlewaretoken]")?.value ??
    document.querySelector("meta[name=csrf-token]")?.content ??
    document.querySelector("input[name=csrfmiddlewaretoken]")?.value;

  document.addEventListener("htmx:configRequest", (event) => {
    const value = token(event.target);
    if (value) event.detail.headers["X-CSRFToken"] = value;
  });

  let focusedId = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    focusedId = document.activeElement?.id ?? "";
    // The session ended and the answer is the sign-in page: that is no fragment for this place.
    const { responseURL } = event.detail.xhr;
    if (responseURL && new URL(responseURL).pathname.startsWith("/konto/login/")) {
      event.detail.shouldSwap = false;
      failure(reasons[401]);
    }
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const fresh = event.detail.elt;
    if (!fresh?.isConnected) return;
    const within = (selector) => (fresh.matches(selector) ? fresh : fresh.querySelector(selector));
    announce(within("[data-announce]")?.dataset.announce);
    // Whoever is still typing keeps the focus: what is wrong is read out and stands beside the field.
    const typing = event.detail.requestConfig?.triggeringEvent?.type === "input";
    const target = (typing ? null : within("[data-error-summary]")) ?? within("[data-autofocus]");
    if (target) {
      target.focus();
      return;
    }
    // A swap takes the focus away from what it replaces: give it back to the same element.
    const same = focusedId ? document.getElementById(focusedId) : null;
    if (same && document.activeElement === document.body) same.focus({ preventScroll: true });
  });

  const failure = (text) => {
    const place = document.getElementById("ikz-messages");
    if (!place) return;
    place.querySelector("[data-failure]")?.remove();
    const box = document.createElement("div");
    box.className = "kern-alert kern-alert--danger ikz-alert";
    box.dataset.failure = "";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    const head = document.createElement("div");
    head.className = "kern-alert__header";
    const icon = document.createElement("span");
    icon.className = "kern-icon kern-icon--danger";
    icon.setAttribute("aria-hidden", "true");
    const title = document.createElement("p");
    title.className = "kern-title";
    title.textContent = text;
    head.append(icon, title);
    box.append(head);
    place.prepend(box);
    box.scrollIntoView({ block: "nearest" });
  };

  const reasons = {
    401: "Ihre Anmeldung ist abgelaufen. Bitte melden Sie sich in einem neuen Fenster an und wiederholen Sie den Schritt. Ihre Eingaben auf dieser Seite bleiben stehen.",
    403: "Dieser Schritt ist nicht erlaubt, oder Ihre Anmeldung ist abgelaufen. Ihre Eingaben auf dieser Seite bleiben stehen.",
    404: "Der Eintrag ist nicht mehr vorhanden. Bitte laden Sie die Seite neu.",
    413: "Die Eingabe oder die Datei ist zu groß.",
    429: "Zu viele Anfragen. Bitte warten Sie einen Augenblick.",
  };
  document.addEventListener("htmx:responseError", (event) => {
    failure(
      reasons[event.detail.xhr.status] ??
        "Das hat nicht geklappt, es wurde nichts gespeichert. Ihre Eingaben stehen noch da; bitte versuchen Sie es noch einmal.",
    );
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      failure("Keine Verbindung zum Server. Ihre Eingaben stehen noch da; bitte versuchen Sie es gleich noch einmal.");
    });
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) document.querySelector("[data-failure]")?.remove();
  });

  // Menus close with Escape and when the focus or a click goes elsewhere.
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(except)) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("focusin", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
})();
