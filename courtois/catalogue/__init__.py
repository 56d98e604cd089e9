"""Every letter and every calculator that lies under `templates/`: no list in code names them."""
