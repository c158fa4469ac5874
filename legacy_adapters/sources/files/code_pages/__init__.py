"""What speaks for and against a code page: byte-order marks, Unicode's own rules, and the letters of languages."""
