"""How fast the letter is, beside other ways to draw the same one. `make bench` runs it; nothing here is asserted."""
