"""From a loaded page to rows: one matrix of cells as JSON, from the browser or from HTML, and what it means."""
