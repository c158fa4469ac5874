"""How to get into an application, and how to know whether one is in, refused, or thrown out."""
