// Light or dark: the system decides until the visitor does. Loaded before the first paint, so that
// a chosen theme never flashes; without scripts the stylesheets follow the system by themselves.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const read = () => {
    try {
      return localStorage.getItem("ikz-theme");
    } catch {
      return null; // storage may be forbidden; the choice then lasts for this page
    }
  };
  const chosen = read();
  if (chosen === "light" || chosen === "dark") root.dataset.kernTheme = chosen;

  const isDark = () => (root.dataset.kernTheme ?? (system.matches ? "dark" : "light")) === "dark";

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-toggle]");
    if (!button) return;
    const word = button.querySelector("[data-theme-word]");
    const show = () => {
      word.textContent = isDark() ? "Helle Ansicht" : "Dunkle Ansicht";
    };
    button.addEventListener("click", () => {
      const next = isDark() ? "light" : "dark";
      root.dataset.kernTheme = next;
      try {
        localStorage.setItem("ikz-theme", next);
      } catch {
        // see above
      }
      show();
    });
    system.addEventListener("change", show);
    button.hidden = false;
    show();
  });
})();
