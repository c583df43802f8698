// Forms: no double submit, a question before unsaved input is lost, and errors beside their fields.
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

  // A form that stays in place while its result is swapped: the fragment tells the errors of its fields.
  const unmark = (field) => {
    const id = `${field.id}_error`;
    document.getElementById(id)?.remove();
    field.removeAttribute("aria-invalid");
    field.closest(".kern-form-input")?.classList.remove("kern-form-input--error");
    const rest = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    if (rest.length) field.setAttribute("aria-describedby", rest.join(" "));
    else field.removeAttribute("aria-describedby");
  };
  const mark = (field, errors) => {
    const box = field.closest(".kern-form-input");
    if (!box) return;
    box.classList.add("kern-form-input--error");
    box.append(errors.cloneNode(true));
    const rest = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", `${rest ? `${rest} ` : ""}${field.id}_error`);
    field.setAttribute("aria-invalid", "true");
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    const form = event.detail.requestConfig?.elt;
    const fresh = event.detail.elt;
    if (!form?.matches("form") || !fresh?.matches("[data-field-errors]")) return;
    for (const field of form.querySelectorAll("[aria-invalid=true]")) unmark(field);
    for (const told of fresh.querySelectorAll("template[data-error-of]")) {
      const field = document.getElementById(told.dataset.errorOf);
      if (field) mark(field, told.content);
    }
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
