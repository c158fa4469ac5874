"""Fixed-width records: fields at positions, in ASCII and EBCDIC code pages, by hand or from a COBOL copybook."""
