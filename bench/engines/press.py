"""Ours, the drawing alone: the document is written already."""

from pathlib import Path

from courtois_api.pdf import Press


class Engine:
    """The press."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._press = folder, Press(Path("templates"))

    def take(self, name: str) -> str:
        """The document."""
        return (self._folder / f"{name}.html").read_text(encoding="utf-8")

    def draw(self, html: str) -> bytes:
        """Draw it."""
        return self._press.draw(html)
