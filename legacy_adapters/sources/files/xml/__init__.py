"""XML: one row per element of a path, streamed; a general engine (lxml) and a fast lane for flat records (xml2arrow)."""
