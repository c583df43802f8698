// Agenda items moved with the mouse. Buttons do the same by keyboard, on touch screens and without this file;
// the server numbers the items and says what came of it, which is read out after the swap.
(() => {
  const DRAGGED = "ikz-agenda__item--dragged";
  let dragged = null;
  let before = [];

  const itemsOf = (list) => [...list.querySelectorAll("[data-agenda-item]")];
  const list = () => dragged?.closest("[data-agenda]");

  const showHandles = (root) => {
    for (const handle of root.querySelectorAll("[data-agenda-handle]")) handle.hidden = false;
  };
  showHandles(document);
  document.addEventListener("htmx:afterSettle", (event) => showHandles(event.detail.elt.parentElement ?? document));

  // Only the handle makes an item draggable: text in it can still be selected, and links be dragged elsewhere.
  document.addEventListener("pointerdown", (event) => {
    const item = event.target.closest?.("[data-agenda-handle]")?.closest("[data-agenda-item]");
    if (item) item.draggable = true;
  });
  document.addEventListener("pointerup", () => {
    if (dragged) return;
    for (const item of document.querySelectorAll("[data-agenda-item][draggable]")) item.removeAttribute("draggable");
  });

  document.addEventListener("dragstart", (event) => {
    const item = event.target.closest?.("[data-agenda-item][draggable]");
    if (!item) return;
    dragged = item;
    before = itemsOf(list());
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.agendaItem);
    item.classList.add(DRAGGED);
  });

  document.addEventListener("dragover", (event) => {
    if (!dragged || !list().contains(event.target)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    const over = event.target.closest("[data-agenda-item]");
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    const behind = event.clientY > box.top + box.height / 2;
    over.parentElement.insertBefore(dragged, behind ? over.nextElementSibling : over);
  });

  document.addEventListener("drop", (event) => {
    if (dragged && list().contains(event.target)) event.preventDefault();
  });

  document.addEventListener("dragend", (event) => {
    if (!dragged) return;
    const item = dragged;
    const target = list();
    const form = item.closest("[data-agenda-form]");
    dragged = null;
    item.classList.remove(DRAGGED);
    item.removeAttribute("draggable");
    if (event.dataTransfer.dropEffect === "none") {
      // Escape, or let go somewhere else: everything stays as it was.
      target.append(...before);
      return;
    }
    if (itemsOf(target).every((one, index) => one === before[index])) return;
    form.elements.moved.value = item.dataset.agendaItem;
    form.requestSubmit();
  });
})();
