// Forms: no double submit, and a question before unsaved input is lost.
(() => {
  const dirty = new Set();
  const byHtmx = "[hx-post], [hx-get], [hx-put], [hx-patch]";

  // Before HTMX sees it: a second click while the first request runs is no second order.
  document.addEventListener(
    "submit",
    (event) => {
      if (!event.target.matches("form.htmx-request[hx-post]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-warn-unsaved]");
    if (form) dirty.add(form);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented && !form.matches(byHtmx)) return;
    if (form.dataset.submitting) {
      event.preventDefault();
      return;
    }
    dirty.delete(form);
    // A download leaves the page standing, so its form must stay usable.
    if (form.method === "get" || form.matches(byHtmx) || "allowResubmit" in form.dataset) return;
    form.dataset.submitting = "true";
    for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
      // Not "disabled": a disabled button would not send its name and value.
      button.setAttribute("aria-disabled", "true");
    }
  });

  // Coming back with the back button shows the page as it was left: unlock it.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-submitting]")) {
      delete form.dataset.submitting;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  });

  window.addEventListener("beforeunload", (event) => {
    for (const form of dirty) if (!form.isConnected) dirty.delete(form);
    if (dirty.size) event.preventDefault();
  });

  // Links of the error summary go to the field itself, not only near it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
})();
