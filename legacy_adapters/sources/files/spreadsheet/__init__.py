"""Workbooks of Excel and OpenDocument, sheet by sheet: what each cell holds, exactly, and where it stands."""
