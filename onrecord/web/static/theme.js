// Light or dark as last chosen, set before anything is drawn; without a choice the system decides.
(() => {
  const root = document.documentElement;
  root.classList.add("scripts");
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen) root.dataset.theme = chosen;
  } catch { /* storage may be closed to us */ }
})();
