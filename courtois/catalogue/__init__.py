"""The letters and the calculators: each is a folder under `templates/`, and no list in code names them."""
