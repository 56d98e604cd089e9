"""The style of each paragraph and run: its id is a class or a tag of the HTML, as in a stylesheet."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from courtois_api.word.runs import Run

BUILT_IN = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "li": "ListBullet"}


class Styles:
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

    def has(self, name: str) -> bool:
        """True when a class has a paragraph style."""
        return _id(name) in self._paragraphs

    def apply(self, paragraph: Paragraph, element: Element, block: str) -> None:
        """Set the paragraph's style. Lookup order: class, block and tag, tag, block."""
        styles = (self._paragraphs.get(_id(name)) for name in _names(element, block))
        if style := next(filter(None, styles), None):
            paragraph.style = style

    def write(self, paragraph: Paragraph, runs: Iterable[Run]) -> None:
        """Add runs to a paragraph."""
        for run in runs:
            added = paragraph.add_run(run.text)
            if run.bold:
                added.bold = True
            if run.raised:
                added.font.superscript = True
            if run.style in self._characters:
                added.style = self._characters[run.style]


def _names(element: Element, block: str) -> Iterator[str]:
    tag, classes = element.tag, element.get("class", "").split()
    for name in reversed(classes):  # the last class is the most specific: « addressee size-95 »
        yield tag + name
        yield name
    yield block + tag
    yield BUILT_IN.get(tag, tag)
    yield block


def _id(name: str) -> str:
    """The id of a style: it has no hyphen."""
    return name.replace("-", "")
