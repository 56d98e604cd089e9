"""The frozen site and the function on one port: for `make run`, and for a server of one's own.

`cli` checks and starts, `preflight` lists what is missing, `snapshot` copies what is served, `wsgi` joins the
site and the function, `admission` limits how many requests compute at once, `gunicorn_app` runs it all.
"""
