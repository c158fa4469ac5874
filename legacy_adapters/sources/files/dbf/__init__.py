"""Tables of dBase, FoxPro, Visual FoxPro and Clipper (DBF) with their memo files."""
