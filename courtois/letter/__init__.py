"""How a case becomes a letter: its facts, the head of the sheet, HTML, plain text."""
