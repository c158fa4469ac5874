(element, layout) => {
  // One pass over a table, list or form; the answer is one JSON text. `markup.py` gives the same text for the same
  // HTML, so whatever is changed here is changed there. Nothing below makes the browser lay the page out: no
  // innerText, no offsets, no computed styles.
  const UNSHOWN = new Set(["script", "style", "template", "noscript", "iframe", "datalist"]);
  const BLOCKS = new Set(
    ("address article aside blockquote caption center dd details dir div dl dt fieldset figure footer form h1 h2 h3 " +
      "h4 h5 h6 header hr legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul").split(" ")
  );
  const BUTTONS = new Set(["submit", "button", "reset"]);
  const SECRET = new Set(["hidden", "password", "file"]);
  const MOST_PLACES = 500;
  const HIDDEN = /(^|;)\s*display\s*:\s*none/i;
  const UNTIDY = /^ | $|[\t\n\f\r]| {2}/;
  let anyLink = false;

  const neat = (text) => (UNTIDY.test(text) ? text.replace(/[ \t\n\f\r]+/g, " ").replace(/^ | $/g, "") : text);
  const isHidden = (node) =>
    node.hasAttributes() && (node.hasAttribute("hidden") || HIDDEN.test(node.getAttribute("style") || ""));
  const titleOf = (image) => neat(image.getAttribute("title") || image.getAttribute("alt") || "");
  const typeOf = (input) => (input.getAttribute("type") || "text").trim().toLowerCase();

  class Text {
    // What a browser shows of some nodes, as text: runs of white space are one blank, blocks have lines of their own.
    // Parts, joined at the end: a text of megabytes must not be copied for each of its words.
    constructor(found) {
      this.parts = [];
      this.line = false;
      this.found = found;
    }
    last() {
      return this.parts.length ? this.parts[this.parts.length - 1] : "";
    }
    put(text) {
      if (text !== "") this.parts.push(text);
    }
    add(text) {
      text = text.replace(/[ \t\n\f\r]+/g, " ");
      if (this.line && text !== " " && text !== "") {
        this.cut();
        if (this.parts.length && !this.last().endsWith("\n")) this.put("\n");
        this.line = false;
      }
      if (this.line) return;
      if (text.startsWith(" ") && (!this.parts.length || /[ \n]$/.test(this.last().slice(-1)))) text = text.slice(1);
      this.put(text);
    }
    breakLine() {
      this.cut();
      this.put("\n");
      this.line = false;
    }
    cut() {
      if (this.last().endsWith(" ")) this.put(this.parts.pop().slice(0, -1));
    }
    walk(parent, kept) {
      for (let node = parent.firstChild; node; node = node.nextSibling) {
        if (node.nodeType === 3) {
          if (kept) this.put(node.data);
          else this.add(node.data);
        } else if (node.nodeType === 1) {
          this.element(node, kept);
        }
      }
    }
    element(node, kept) {
      const name = node.localName;
      if (UNSHOWN.has(name) || isHidden(node)) return;
      if (name === "br") return kept ? this.put("\n") : this.breakLine();
      if (name === "input" || name === "select" || name === "textarea") return this.field(node, name, kept);
      if (name === "img") return void this.found.images.push(titleOf(node));
      if (name === "a" && node.hasAttribute("href")) this.found.links.push(node.getAttribute("href"));
      if (!kept && (name === "td" || name === "th")) this.add(" ");
      const block = !kept && BLOCKS.has(name);
      if (block) this.line = true;
      this.walk(node, kept || name === "pre");
      if (block) this.line = true;
    }
    field(node, name, kept) {
      const type = name === "input" ? typeOf(node) : name;
      if (SECRET.has(type)) return;
      if (type === "checkbox" || type === "radio") return void this.found.checked.push(node.checked);
      if (type === "image") return void this.found.images.push(titleOf(node));
      if (BUTTONS.has(type)) return this.add(` ${node.value} `);
      if (type === "select") {
        for (const option of node.selectedOptions) this.found.values.push(neat(option.textContent));
      } else {
        this.found.values.push(node.value);
        const size = Math.min(parseInt(node.getAttribute("size"), 10) || 20, MOST_PLACES);
        if (kept && this.found.screen) this.put(node.value.padEnd(size));
      }
    }
    shown() {
      const text = this.parts.join("");
      let [first, end] = [0, text.length];
      while (first < end && (text[first] === " " || text[first] === "\n")) first += 1;
      while (end > first && (text[end - 1] === " " || text[end - 1] === "\n")) end -= 1;
      return text.slice(first, end);
    }
  }

  const cellOf = (node) => {
    const header = node.localName === "th";
    const has = (name) => node.hasAttribute(name);
    const told = node.hasAttributes() && (has("colspan") || has("rowspan") || has("style") || has("hidden"));
    if (node.firstElementChild === null && !told && !header) return neat(node.textContent);
    const found = { links: [], images: [], values: [], checked: [] };
    const cell = { text: "" };
    if (node.firstElementChild === null) {
      cell.text = neat(node.textContent);
    } else {
      const text = new Text(found);
      text.walk(node, node.localName === "pre");
      cell.text = text.shown();
    }
    if (told) {
      if (node.colSpan > 1) cell.colspan = node.colSpan;
      if (node.rowSpan !== undefined && node.rowSpan !== 1) cell.rowspan = node.rowSpan;
      if (isHidden(node)) cell.hidden = true;
    }
    if (header) cell.header = true;
    for (const kind of ["links", "images", "values", "checked"]) if (found[kind].length) cell[kind] = found[kind];
    if (cell.links) anyLink = true;
    for (const key in cell) if (key !== "text") return cell;
    return cell.text;
  };

  const done = (kind, extra, rows) => {
    const base = anyLink ? document.baseURI.replace(/#.*$/s, "") : undefined;
    return JSON.stringify({ kind, base, ...extra, rows });
  };

  const grid = (table) => {
    const sections = table.localName === "table" ? [...table.children] : [table];
    const rows = [];
    const classes = [];
    const hidden = [];
    const parts = [];
    let anyClass = false;
    const take = (row, unseen) => {
      const cells = [];
      // The row's own classes, then those of its cells, each cell's once.
      const names = row.hasAttribute("class") ? [row.getAttribute("class")] : [];
      for (let node = row.firstElementChild; node; node = node.nextElementSibling) {
        if (node.localName !== "td" && node.localName !== "th") continue;
        cells.push(cellOf(node));
        const name = node.hasAttributes() && node.getAttribute("class");
        if (name && !names.includes(name)) names.push(name);
      }
      if (names.some(neat)) anyClass = true;
      if (unseen || isHidden(row)) hidden.push(rows.length);
      classes.push(neat(names.join(" ")));
      rows.push(cells);
    };
    for (const [part, names] of [["head", ["thead"]], ["body", ["tbody", "tr"]], ["foot", ["tfoot"]]]) {
      let loose = false;
      for (const section of sections) {
        if (!names.includes(section.localName)) continue;
        const before = rows.length;
        const alone = section.localName === "tr";
        if (alone) {
          take(section, false);
        } else {
          const unseen = isHidden(section);
          for (const row of section.children) if (row.localName === "tr") take(row, unseen);
        }
        // Rows outside any section belong to one together.
        if (alone && loose) parts[parts.length - 1][1] += 1;
        else if (rows.length > before) parts.push([part, rows.length - before]);
        loose = alone;
      }
    }
    return done(
      "grid",
      { parts, classes: anyClass ? classes : undefined, hidden: hidden.length ? hidden : undefined },
      rows
    );
  };

  const list = (dl) => {
    const rows = [];
    let label = null;
    let given = true;
    const take = (node, grouped) => {
      if (node.localName === "dt") {
        if (!given) rows.push([label, ""]);
        label = cellOf(node);
        given = false;
      } else if (node.localName === "dd") {
        rows.push([given ? "" : label, cellOf(node)]);
        given = true;
      } else if (node.localName === "div" && !grouped) {
        for (const child of node.children) take(child, true);
      }
    };
    for (const child of dl.children) take(child, false);
    if (!given) rows.push([label, ""]);
    return done("list", {}, rows);
  };

  const form = (root) => {
    const labels = new Map();
    for (const label of root.ownerDocument.querySelectorAll("label[for]")) {
      const id = label.getAttribute("for");
      if (!labels.has(id)) labels.set(id, label);
    }
    const textOf = (node) => {
      const text = new Text({ links: [], images: [], values: [], checked: [] });
      text.walk(node, false);
      return text.shown();
    };
    const own = (field) => {
      const label = labels.get(field.getAttribute("id")) || field.closest("label");
      return label ? textOf(label) : "";
    };
    const before = (field) => {
      const cell = field.closest("td, th");
      const label = cell && cell.previousElementSibling;
      return label ? textOf(label) : "";
    };
    const named = (field) => field.getAttribute("name") || field.getAttribute("id") || "";
    const rows = [];
    const groups = new Map();
    for (const field of root.querySelectorAll("input, select, textarea")) {
      const type = field.localName === "input" ? typeOf(field) : field.localName;
      if (SECRET.has(type) || BUTTONS.has(type) || type === "image") continue;
      if (type === "radio" && field.getAttribute("name")) {
        const name = field.getAttribute("name");
        const legend = field.closest("fieldset")?.querySelector("legend");
        if (!groups.has(name)) {
          groups.set(name, [(legend && textOf(legend)) || before(field) || name, ""]);
          rows.push(groups.get(name));
        }
        if (field.checked) groups.get(name)[1] = own(field) || field.value;
        continue;
      }
      const found = { links: [], images: [], values: [], checked: [] };
      new Text(found).field(field, field.localName, false);
      const cell = { text: "" };
      for (const kind of ["values", "checked"]) if (found[kind].length) cell[kind] = found[kind];
      rows.push([own(field) || field.getAttribute("aria-label") || before(field) || named(field), cell]);
    }
    return done("form", {}, rows);
  };

  const text = (node) => {
    const kept = node.localName === "pre";
    const found = { links: [], images: [], values: [], checked: [], screen: kept };
    const shown = new Text(found);
    if (node.localName === "textarea") shown.put(node.value);
    else shown.walk(node, kept);
    return JSON.stringify({ kind: "text", text: kept ? shown.parts.join("") : shown.shown() });
  };

  const KINDS = {
    table: "grid",
    tbody: "grid",
    dl: "list",
    form: "form",
    fieldset: "form",
    pre: "text",
    textarea: "text",
  };
  const WANTED = { grid: "table", list: "dl", text: "pre" };
  let kind = layout === "labels" ? "grid" : layout || KINDS[element.localName];
  let target = element;
  if (kind && KINDS[element.localName] !== kind && WANTED[kind]) {
    target = element.querySelector(WANTED[kind]) || element;
  }
  if (!kind) {
    target = element.querySelector("table, dl, pre") || element;
    kind = KINDS[target.localName] || (element.querySelector("input, select, textarea") ? "form" : "text");
  }
  return { grid, list, form, text }[kind](target);
}
