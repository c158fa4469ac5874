"""JSON and JSON Lines: records streamed out of a document, numbers as they are written."""
