(root, data) => {
  // What tells a screen from another one and from its own next version, as one JSON text: headings, captions, legends,
  // and the fields of forms by name and type, inside of `root`. `data` is an element whose inside is data and no part
  // of the layout. Old pages name the fields in a grid's rows one by one, so those of a table with a header are data.
  const neat = (text) => text.replace(/[ \t\n\f\r\u00a0]+/g, " ").trim();
  const inData = (node) => Boolean(data && data !== node && data.contains(node));
  const texts = (selector) =>
    [...root.querySelectorAll(selector)].filter((node) => !inData(node)).map((node) => neat(node.textContent));
  const headed = new Map();
  const hasHeader = (table) => {
    if (!headed.has(table)) {
      const rows = [...table.rows].slice(0, 20);
      const header = (row) => row.cells.length > 1 && [...row.cells].every((cell) => cell.localName === "th");
      headed.set(table, Boolean(table.tHead) || rows.some(header));
    }
    return headed.get(table);
  };
  const inRow = (node) => {
    const cell = node.closest("td");
    const table = cell && cell.closest("table");
    if (!table || !hasHeader(table) || cell.closest("thead")) return false;
    return !cell.parentElement.querySelector(":scope > th");
  };
  const fields = [];
  for (const field of root.querySelectorAll("input, select, textarea")) {
    if (field.type === "hidden" || inData(field) || inRow(field)) continue;
    fields.push([field.getAttribute("name") || field.getAttribute("id") || "", field.type]);
  }
  return JSON.stringify({
    headings: texts("h1, h2, h3, h4, h5, h6"),
    captions: texts("caption"),
    legends: texts("legend"),
    fields,
  });
}
