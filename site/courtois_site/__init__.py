"""The site of Courtois: static pages, frozen from a Flask application that no one runs in production.

`app.create_app` gathers the pages, `freeze` writes them to a folder, `serve` shows that folder and the
function on one port. What letters say lives in `templates/`, what guides say in `site/guides/`: here is
only how they are laid out and found.
"""
