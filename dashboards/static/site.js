// What every page does: switch the theme, print, open what an address points into.
"use strict";
(() => {
  const root = document.documentElement;
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const button = document.querySelector("button.theme");

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches);

  const say = () => {
    button.textContent = isDark() ? "Light theme" : "Dark theme";
    document.dispatchEvent(new CustomEvent("themechange", { detail: { dark: isDark() } }));
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      window.localStorage.setItem("reliability-theme", root.dataset.theme);
    } catch {
      // Not remembered then; it still holds for this page.
    }
    say();
  });
  prefersDark.addEventListener("change", say);
  say();

  for (const print of document.querySelectorAll("button.print")) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const current = document.querySelector(".rail [aria-current]");
  const list = document.querySelector(".rail ul");
  if (current && list.scrollWidth > list.clientWidth) {
    list.scrollLeft = current.offsetLeft - list.offsetLeft - 12;
  }

  const open = () => {
    const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    const folded = target && target.closest("details");
    if (folded) folded.open = true;
  };
  window.addEventListener("hashchange", open);
  open();
})();
