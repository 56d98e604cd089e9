"""The domain of Courtois: what is owed, to whom, and the letter that asks for it.

Pure Python: no web framework, no cloud, no clock, no environment. `today` is an argument,
the path of `templates/` too; both are given by the edges (the site and the function).
"""
