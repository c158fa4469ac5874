(() => {
  // Runs in every document while a person shows what to do. It looks, and changes nothing.
  const REPORT = "legacyAdaptersReport";
  const LEAVING = /^\W*(?:(?:log|sign)[ -]?(?:off|out)|abmelden|ausloggen|log ud|logg ut|logga ut|d[ée]connexion|se d[ée]connecter|cerrar sesi[óo]n|uitloggen)\W*$/i;
  const PASSWORD = /passw|kennwort|pwd|passord|adgangskode|mot.?de.?passe/i;
  const MOST_ELEMENTS = 3000;
  const MOST_TEXTS = 200;
  const LONGEST_TEXT = 120;
  const PAUSE = 100;

  const neat = (text) => (text || "").replace(/\s+/g, " ").trim();
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
  };
  const alone = (selector) => document.querySelectorAll(selector).length === 1;
  const byId = (element) => {
    if (!element.id) return "";
    const selector = "#" + CSS.escape(element.id);
    return alone(selector) ? selector : "";
  };
  const path = (element) => {
    // By the nearest id above, or from the root.
    const steps = [];
    for (let at = element; at && at.nodeType === 1; at = at.parentElement) {
      const id = byId(at);
      if (id || at === document.documentElement) {
        steps.unshift(id || "html");
        break;
      }
      const alike = [...at.parentElement.children].filter((each) => each.localName === at.localName);
      steps.unshift(at.localName + (alike.length > 1 ? `:nth-of-type(${alike.indexOf(at) + 1})` : ""));
      const short = steps.join(" > ");
      if (alone(short)) return short;
    }
    return steps.join(" > ");
  };

  const isPassword = (field) =>
    field instanceof HTMLInputElement &&
    (field.type === "password" || /password/.test(field.autocomplete) || PASSWORD.test(`${field.name} ${field.id}`));

  const largestTable = () => {
    let best = null;
    let most = 0;
    for (const table of document.querySelectorAll("table")) {
      let cells = 0;
      let widest = 0;
      for (const row of table.rows) {
        cells += row.cells.length;
        widest = Math.max(widest, row.cells.length);
      }
      if (table.rows.length > 1 && widest > 1 && cells > most && seen(table)) [best, most] = [table, cells];
    }
    return best ? { at: path(best), cells: most } : null;
  };

  const exits = () => {
    const found = [];
    for (const each of document.querySelectorAll("a, button, input[type=submit], input[type=button], [onclick]")) {
      const field = each.localName === "input";
      const text = neat(field ? each.value : each.textContent);
      if (text.length > LONGEST_TEXT || !LEAVING.test(text) || !seen(each)) continue;
      found.push({ at: byId(each) || (field ? path(each) : "text=" + text), text, sure: !!each.id });
    }
    return found;
  };

  const texts = (table) => {
    // The innermost elements with figures, outside the list itself.
    const found = [];
    if (!document.body) return found;
    for (const each of document.body.getElementsByTagName("*")) {
      if (found.length >= MOST_TEXTS) break;
      if (each.childElementCount || (table && table.contains(each)) || /^(script|style|option)$/i.test(each.localName)) continue;
      const text = neat(each.textContent);
      if (text.length <= LONGEST_TEXT && /\d/.test(text) && seen(each))
        found.push({ at: byId(each) || path(each), text, sure: !!byId(each) });
    }
    return found;
  };

  const look = () => {
    const table = largestTable();
    return {
      table,
      exits: exits(),
      texts: table ? texts(document.querySelector(table.at)) : [],
      locked: [...document.querySelectorAll("input[type=password]")].some(seen),
    };
  };

  // What cannot be seen until the mouse is on something else, as in menus.
  let hidden = new WeakSet();
  let last = -Infinity;
  const measure = () => {
    if (!document.body || performance.now() - last < PAUSE) return;
    last = performance.now();
    const every = document.body.getElementsByTagName("*");
    for (let at = 0; at < every.length && at < MOST_ELEMENTS; at++)
      if (!every[at].checkVisibility({ visibilityProperty: true })) hidden.add(every[at]);
  };
  const unfolding = (element) => {
    let outermost = null;
    for (let at = element; at && at !== document.body; at = at.parentElement) if (hidden.has(at)) outermost = at;
    return outermost && outermost.parentElement ? path(outermost.parentElement) : "";
  };
  const report = (what) => window[REPORT] && window[REPORT](what);

  window.addEventListener("DOMContentLoaded", measure);
  window.addEventListener("load", () => ((last = -Infinity), measure()));
  window.addEventListener("mouseover", measure, true);
  window.addEventListener(
    "mousedown",
    (event) => {
      const element = event.composedPath()[0];
      // The recorder tells of no click on these either.
      if (element instanceof HTMLSelectElement || element instanceof HTMLOptionElement) return;
      report({ hover: element instanceof Element ? unfolding(element) : "" });
      hidden = new WeakSet();
    },
    true
  );
  const fields = new WeakMap();
  window.addEventListener(
    "input",
    (event) => {
      const field = event.composedPath()[0];
      if (!isPassword(field)) return;
      if (!fields.has(field)) fields.set(field, crypto.getRandomValues(new Uint32Array(2)).join("-"));
      report({ field: fields.get(field), password: field.value });
    },
    true
  );
  Object.defineProperty(window, "legacyAdaptersWatching", { value: { look, path }, configurable: true });
})();
