"""What `make freeze` draws with the function, once the site is frozen. The function's image does not hold it.

`pictures` draws the model of each letter, `openapi` describes the calls.
"""
