"""typst, in process: the same words, typeface, sizes and places, without HTML nor CSS."""

from pathlib import Path

import typst

SHEET = Path(__file__).with_suffix(".typ")
FONTS = [Path("templates/sheet/fonts")]


class Engine:
    """One compiler for all letters; what they say comes as an input."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._compiler = typst.Compiler(
            str(SHEET), root=".", font_paths=FONTS, ignore_system_fonts=True
        )

    def take(self, name: str) -> str:
        """The blocks, as JSON."""
        return (self._folder / f"{name}.blocks.json").read_text(encoding="utf-8")

    def draw(self, blocks: str) -> bytes:
        """Compile it."""
        pdf: bytes = self._compiler.compile(
            format="pdf", sys_inputs={"letter": blocks}, pdf_standards="a-2a"
        )
        return pdf
