"""Which style dresses a paragraph: the one whose id is its class, or its tag, as in a stylesheet."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from courtois_api.word.pieces import Piece

BUILT_IN = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "li": "ListBullet"}


class Stylist:
    """The styles of `templates/word/styles.xml`, by id."""

    def __init__(self, document: Document) -> None:
        paragraphs: dict[str, ParagraphStyle] = {}
        characters: dict[str, CharacterStyle] = {}
        for style in document.styles:
            if isinstance(style, ParagraphStyle):
                paragraphs[style.style_id] = style
            elif style.type == WD_STYLE_TYPE.CHARACTER and isinstance(style, CharacterStyle):
                characters[style.style_id] = style
        self._paragraphs, self._characters = paragraphs, characters

    def knows(self, name: str) -> bool:
        """True when a class has a paragraph style."""
        return _id(name) in self._paragraphs

    def dress(self, paragraph: Paragraph, element: Element, block: str) -> None:
        """Give a paragraph its own style, else its tag's in this block, else its tag's, else the block's."""
        found = (self._paragraphs.get(_id(name)) for name in _names(element, block))
        if style := next(filter(None, found), None):
            paragraph.style = style

    def write(self, paragraph: Paragraph, told: Iterable[Piece]) -> None:
        """Add words to a paragraph."""
        for piece in told:
            run = paragraph.add_run(piece.text)
            if piece.bold:
                run.bold = True
            if piece.raised:
                run.font.superscript = True
            if piece.style in self._characters:
                run.style = self._characters[piece.style]


def _names(element: Element, block: str) -> Iterator[str]:
    tag, classes = element.tag, element.get("class", "").split()
    for name in reversed(classes):  # the last says more: « addressee size-95 »
        yield tag + name
        yield name
    yield block + tag
    yield BUILT_IN.get(tag, tag)
    yield block


def _id(name: str) -> str:
    """An id bears no hyphen."""
    return name.replace("-", "")
