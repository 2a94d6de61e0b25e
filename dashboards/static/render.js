// Draws the figures: each spec is JSON beside its place, in the colours of the light theme.
"use strict";
(() => {
  const { template, config, dark } = window.reliabilityTheme;
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const NARROW = 560;
  const PAPER = 640;
  const drawn = new Set();
  let printing = false;

  const isDark = () => {
    if (printing) return false;
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : prefersDark.matches;
  };

  const recoloured = (value) => {
    if (typeof value === "string") return dark[value] ?? value;
    if (Array.isArray(value)) return value.map(recoloured);
    if (value !== null && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, recoloured(one)]));
    }
    return value;
  };

  const narrowed = (layout) => {
    const small = { ...layout, legend: { ...layout.legend, font: { size: 11 } } };
    for (const axis of ["xaxis", "xaxis2", "yaxis", "yaxis2"]) {
      const few = { xaxis: 5, yaxis: 6 }[axis] ?? 3;
      if (layout[axis]) small[axis] = { ...layout[axis], nticks: few };
    }
    if (small.yaxis && small.yaxis.title) small.yaxis = { ...small.yaxis, title: { text: "" } };
    if (small.xaxis && small.xaxis.dtick === "M1") small.xaxis.dtick = "M3";
    if (small.xaxis && small.xaxis.dtick === "M2") small.xaxis.dtick = "M4";
    return small;
  };

  const draw = (place) => {
    const spec = JSON.parse(document.getElementById(place.dataset.spec).textContent);
    const narrow = !printing && place.clientWidth < NARROW;
    let data = spec.data;
    let layout = { ...spec.layout, template };
    if (narrow) {
      layout = narrowed(layout);
      data = data
        .filter((trace) => trace.mode !== "text")
        .map((trace) => (trace.type === "heatmap" ? { ...trace, xgap: 1, ygap: 1 } : trace));
    }
    if (isDark()) [data, layout] = [recoloured(data), recoloured(layout)];
    const shown = { ...config, displayModeBar: narrow || printing ? false : "hover" };
    const size = printing ? { width: PAPER, autosize: false } : { autosize: true };
    drawn.add(place);
    return window.Plotly.react(place, data, { ...layout, ...size }, shown).then(() => {
      place.classList.add("drawn");
    });
  };

  const places = [...document.querySelectorAll(".plot[data-spec]")];
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting && !drawn.has(entry.target)) draw(entry.target);
      }
    },
    { rootMargin: "400px" },
  );
  for (const place of places) watch.observe(place);

  const drawAgain = () => {
    for (const place of drawn) draw(place);
  };
  document.addEventListener("themechange", drawAgain);
  prefersDark.addEventListener("change", drawAgain);
  window.addEventListener("beforeprint", () => {
    printing = true;
    for (const place of places) draw(place);
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    drawAgain();
  });
})();
