// Long tables: searches, filters and sorts the columns beside each, and draws fifty rows at a time.
// Its cells are those of dashboards/pages/cells.py; a test holds the two to each other.
"use strict";
(() => {
  const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", ı: "i", æ: "ae", œ: "oe", ß: "ss", þ: "th" };
  const SVG = "http://www.w3.org/2000/svg";
  const [WIDTH, HEIGHT] = [120, 16];

  const fold = (text) =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[łøđðıæœßþ]/g, (letter) => LETTERS[letter])
      .replace(/[’ʼ`´]/g, "'");

  const element = (tag, className, ...content) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };

  const drawing = (tag, attributes) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    return made;
  };

  const number = (count) => count.toLocaleString("en-US");

  class Grid {
    constructor(place) {
      this.place = place;
      Object.assign(this, JSON.parse(place.querySelector("script.contents").textContent));
      this.fields = place.querySelector("form");
      this.body = place.querySelector("tbody");
      this.rows = [...this.data.id.keys()];
      this.matching = this.rows;
      this.shown = Math.min(this.drawn, this.rows.length);
    }

    share(code) {
      return code === 0 ? null : Math.min(Math.max(code - 2, 0), 1000) / 1000;
    }

    interval(row) {
      const at = (value) => {
        const x = (Math.min(value, this.top) / this.top) * (WIDTH - 2) + 1;
        return x.toFixed(1);
      };
      const [low, high] = [this.share(this.data.low[row]), this.share(this.data.high[row])];
      const svg = drawing("svg", {
        class: "mini", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT,
        "aria-hidden": "true",
      });
      const limit = at(this.limit);
      svg.append(
        drawing("line", { class: "reach", x1: at(low), x2: at(high), y1: 8, y2: 8 }),
        drawing("line", { class: "limit", x1: limit, x2: limit, y1: 1, y2: 15 }),
        drawing("circle", { class: "dot", cx: at(this.share(this.data.rate[row])), cy: 8, r: 3.5 }),
      );
      return svg;
    }

    cell(column, row) {
      const { data, percents } = this;
      if (column.kind === "tutor") {
        const page = data.page[row];
        const who = element(page ? "a" : "span", "who", data.name[row] || "no name on record");
        if (page) who.href = `tutors/${page}.html`;
        return [who, " ", element("span", "id", data.id[row])];
      }
      if (column.kind === "rate") {
        const counts = `${number(data.late[row])} of ${number(data.sessions[row])}`;
        const said = [element("span", "counts", counts), " "];
        if (!data.rate[row]) return [...said, element("span", "few", "no sessions")];
        if (!data.enough[row]) {
          return [...said, element("span", "few", "too few to judge"), this.interval(row)];
        }
        const range = `${percents[data.low[row]]} to ${percents[data.high[row]]}`;
        return [
          ...said,
          element("span", "share", percents[data.rate[row]]),
          element("span", "range", range),
          this.interval(row),
        ];
      }
      const value = data[column.key][row];
      if (column.kind === "state") {
        const [words, glyph, tone] = this.states[value];
        const mark = element("span", "glyph", glyph);
        mark.setAttribute("aria-hidden", "true");
        return [element("span", `pill ${tone}`, mark, words)];
      }
      if (column.kind === "words" || column.kind === "brief") {
        return this.texts[value].map((line) => element("span", "line", line));
      }
      return [String(value)];
    }

    line(row) {
      const line = document.createElement("tr");
      for (const column of this.columns) {
        const cell = element("td", `${column.numeric ? "n " : ""}k-${column.kind}`);
        cell.dataset.label = column.title;
        cell.append(...this.cell(column, row));
        line.append(cell);
      }
      return line;
    }

    plain(column, row) {
      const { data, percents } = this;
      if (column.kind === "tutor") return `${data.name[row]} (${data.id[row]})`;
      if (column.kind === "state") return this.states[data[column.key][row]][0];
      if (["words", "brief"].includes(column.kind)) {
        return this.texts[data[column.key][row]].filter((line) => line).join(" | ");
      }
      if (column.kind === "rate") {
        const said = `${data.late[row]} of ${data.sessions[row]}`;
        return data.enough[row] ? `${said}, ${percents[data.rate[row]]}` : said;
      }
      return String(data[column.key][row]);
    }

    folded() {
      this.names ??= this.rows.map((row) => fold(`${this.data.name[row]} ${this.data.id[row]}`));
      return this.names;
    }

    wanted() {
      return Object.fromEntries(
        [...new FormData(this.fields)].filter(([, value]) => value !== ""),
      );
    }

    apply() {
      const wanted = this.wanted();
      const terms = fold(wanted.q ?? "").split(/\s+/).filter(Boolean);
      const names = terms.length ? this.folded() : [];
      const chosen = this.choices
        .filter((key) => wanted[key] !== undefined)
        .map((key) => [this.data[key], this.sets[key].map((set) => set.includes(wanted[key]))]);
      this.matching = this.rows.filter(
        (row) =>
          chosen.every(([column, fits]) => fits[column[row]]) &&
          terms.every((term) => names[row].includes(term)),
      );
      for (const head of this.place.querySelectorAll("th[aria-sort]")) {
        head.removeAttribute("aria-sort");
      }
      if (wanted.sort) this.sort(wanted.sort);
      this.shown = Math.min(this.drawn, this.matching.length);
      this.draw();
      this.remember(wanted);
    }

    sort(order) {
      const down = order.startsWith("-");
      const key = down ? order.slice(1) : order;
      const { sort } = this.columns.find((column) => column.key === key) ?? {};
      if (!sort) return;
      const column = this.data[sort];
      const numbers = column.every((value) => value !== "" && !Number.isNaN(Number(value)));
      const compare = new Intl.Collator("en", { sensitivity: "base" }).compare;
      const by = numbers
        ? (one, other) => Number(column[one]) - Number(column[other])
        : (one, other) => compare(column[one], column[other]);
      this.matching = this.matching
        .slice()
        .sort((one, other) => (down ? -by(one, other) : by(one, other)) || one - other);
      const head = this.place.querySelector(`th[data-key="${key}"]`);
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
    }

    draw() {
      this.body.replaceChildren(...this.matching.slice(0, this.shown).map((row) => this.line(row)));
      this.say();
    }

    more() {
      const next = this.matching.slice(this.shown, this.shown + this.drawn);
      this.body.append(...next.map((row) => this.line(row)));
      this.shown += next.length;
      this.say();
    }

    say() {
      const { place, matching, rows, shown } = this;
      const of = matching.length === rows.length ? "" : ` (${number(rows.length)} in all)`;
      place.querySelector(".shown").textContent =
        `${number(shown)} of ${number(matching.length)} ${this.noun}${of}`;
      place.querySelector(".filters").textContent = this.filters();
      place.querySelector(".more").hidden = shown >= matching.length;
    }

    filters() {
      const said = [...this.fields.elements]
        .filter((field) => field.name && field.value !== "")
        .map((field) => {
          const value = field.selectedOptions ? field.selectedOptions[0].textContent : field.value;
          return `${field.labels[0].textContent}: ${value}`;
        });
      return said.length ? ` · ${said.join(" · ")}` : "";
    }

    remember(wanted) {
      const state = new URLSearchParams(wanted).toString();
      const hash = state ? `#${this.name}?${state}` : "";
      if (hash !== window.location.hash) {
        const here = window.location.href.split("#")[0];
        window.location.replace(`${here}#${hash.slice(1)}`);
      }
    }

    recall() {
      const [name, state] = window.location.hash.slice(1).split("?");
      if (name !== this.name || !state) return false;
      const wanted = new URLSearchParams(state);
      for (const field of this.fields.elements) {
        if (!field.name) continue;
        const value = wanted.get(field.name) ?? "";
        const fits = !field.options || [...field.options].some((one) => one.value === value);
        field.value = fits ? value : "";
      }
      this.apply();
      return true;
    }

    save() {
      window.reliability.saveCsv(this.name, [
        this.columns.map((column) => column.title),
        ...this.matching.map((row) => this.columns.map((column) => this.plain(column, row))),
      ]);
    }

    start() {
      if (!this.body) return;
      let timer = 0;
      this.fields.hidden = false;
      this.place.querySelector(".tools").hidden = false;
      this.fields.addEventListener("submit", (event) => event.preventDefault());
      this.fields.addEventListener("input", () => {
        window.clearTimeout(timer);
        timer = window.setTimeout(() => this.apply(), 120);
      });
      this.fields.addEventListener("reset", () => window.setTimeout(() => this.apply(), 0));
      this.place.querySelector(".save").addEventListener("click", () => this.save());
      this.place.querySelector(".more").addEventListener("click", () => this.more());
      window.addEventListener("hashchange", () => this.recall());
      if (!this.recall()) this.say();
    }
  }

  for (const place of document.querySelectorAll("[data-grid]")) {
    place.grid = new Grid(place);
    place.grid.start();
  }
})();
