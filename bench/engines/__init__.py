"""One module an engine: `Engine(folder)` starts it, `load(name)` reads a letter, `draw(...)` returns the PDF.

The time of `load` is not measured. An engine that is also a program has `command(...)` for a cold start.
"""
