// What Unfold leaves to be said: its signs are letters of a font, which would be read out as English words, and what
// scrolls calls itself "scrollable content". Runs before the parts of the page are set up.
document.addEventListener("DOMContentLoaded", () => {
  for (const sign of document.querySelectorAll(".material-symbols-outlined")) sign.ariaHidden = "true";
  const title = document.querySelector("h1")?.textContent.trim();
  for (const part of document.querySelectorAll("[data-simplebar]")) {
    const heading = part.closest("fieldset, section, nav, [aria-label]")?.querySelector("h2");
    part.dataset.simplebarAriaLabel = part.closest("[aria-label]")?.ariaLabel ?? heading?.textContent.trim() ?? title;
  }
});

// Paper is light, whatever the screen is.
const root = document.documentElement;
let wasDark = false;
addEventListener("beforeprint", () => {
  wasDark = root.classList.contains("dark");
  root.classList.remove("dark");
});
addEventListener("afterprint", () => root.classList.toggle("dark", wasDark));
