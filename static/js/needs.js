// Describing a need: the chosen task area suggests its phase and whether help from afar suffices.
(() => {
  const form = document.querySelector("form:has([data-mep])");
  if (!form) return;
  const chosen = new Set();
  // An existing need was answered already; a suggestion never replaces an answer.
  if (form.elements.version) return;
  if (form.elements.mep_phase.value) chosen.add("mep_phase");
  if (form.elements.remote.value !== "open") chosen.add("remote");
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.name !== "task_area") {
      chosen.add(field.name);
      return;
    }
    if (!chosen.has("mep_phase")) form.elements.mep_phase.value = field.dataset.mep;
    if (!chosen.has("remote")) form.elements.remote.value = field.dataset.remote;
  });
})();
