"""The site of Courtois: static pages, frozen from a Flask application that no one runs in production.

`app.create_app` gathers the pages, and `freeze` writes them to a folder. The words of letters are in
`templates/`, those of guides in `site/guides/`: this package holds their layout and their addresses.
"""
