// What every page does: switch the theme, print, save tables, open what an address points into.
"use strict";
(() => {
  const root = document.documentElement;
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const button = document.querySelector("button.theme");

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches);

  const say = () => {
    button.textContent = isDark() ? "Light theme" : "Dark theme";
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
    document.dispatchEvent(new CustomEvent("themechange"));
  });
  prefersDark.addEventListener("change", say);
  say();

  for (const print of document.querySelectorAll("button.print")) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  // A cell that a spreadsheet would run as a formula begins with an apostrophe instead.
  const written = (cell) => {
    const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  };

  const saveCsv = (name, rows) => {
    const lines = rows.map((cells) => cells.map(written).join(","));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(
      new Blob(["\ufeff", lines.join("\n"), "\n"], { type: "text/csv" }),
    );
    link.download = `${name}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  window.reliability = { saveCsv };

  for (const save of document.querySelectorAll("button.csv")) {
    save.hidden = false;
    save.addEventListener("click", () => {
      const table = save.closest(".below").previousElementSibling.querySelector("table");
      const rows = [...table.rows].map((row) =>
        [...row.cells].map((cell) => cell.innerText.trim().replace(/\s*\n\s*/g, " | ")),
      );
      saveCsv(table.caption.textContent, rows);
    });
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
