"""One module an engine. `Engine(folder)` opens it, `take(n)` reads its material, `draw(...)` gives the PDF.

What `take` does is on no clock. An engine that is a program and no module has `command(...)` instead.
"""
