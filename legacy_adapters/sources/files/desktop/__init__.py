"""What the files of desktop databases (dBase, FoxPro, Clipper, Paradox) have in common: fixed cells of bytes."""
