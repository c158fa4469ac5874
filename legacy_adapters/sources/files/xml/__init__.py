"""XML: one row per element of a path, streamed by a general engine (lxml) or a fast lane (xml2arrow)."""
