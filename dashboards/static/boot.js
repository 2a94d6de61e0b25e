// Before anything is painted: the theme somebody chose, if the browser lets us remember it.
"use strict";
document.documentElement.classList.add("js");
try {
  const chosen = window.localStorage.getItem("reliability-theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
} catch {
  // Some browsers refuse storage to pages opened from a file: the system's preference decides.
}
