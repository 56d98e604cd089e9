"""What differs between two answers to the same request, each difference as short as possible."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from PIL import Image

from bench.same import documents
from bench.same.exchange import Response
from bench.same.tokens import tokens, without_asset_names
from bench.same.walks import is_asset

# They change with each answer, or with the length of what they come with.
IGNORED = {"date", "etag", "last-modified", "content-length", "connection", "transfer-encoding"}
HEADER = "en-tête "
AROUND = 6  # words shown before and after a difference
NEARBY = 30  # words and tags in which they are sought
COMMON_WORDS = 3  # words in common that separate two differences
MOST_DIFFERENCES = 40  # differences reported for one answer
WORD_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PICTURES = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True)
class Difference:
    """One difference. `where` is a French name; `lead` and `trail` are the words around it."""

    where: str
    before: str
    after: str
    lead: str = ""
    trail: str = ""

    @property
    def of_header(self) -> bool:
        """True when what differs is a header."""
        return self.where.startswith(HEADER)


def differences(before: Response, after: Response) -> list[Difference]:
    """Return what differs between two answers, nothing when they are the same."""
    results = [*_of_status(before, after), *_of_headers(before, after)]
    alike = before.content == after.content or (is_asset(before) and is_asset(after))
    if alike or before.status != after.status or before.media_type != after.media_type:
        return results
    readers: dict[str, Callable[[bytes, bytes], Iterator[Difference]]] = {
        "application/pdf": _of_pdf,
        WORD_DOCUMENT: _of_word_document,
        **dict.fromkeys(PICTURES, _of_picture),
        "application/octet-stream": _of_bytes,
        "image/x-icon": _of_bytes,
    }
    reader = readers.get(before.media_type)
    of_body = reader(before.content, after.content) if reader else _of_text(before, after)
    return (results + list(of_body))[:MOST_DIFFERENCES]


def _of_status(before: Response, after: Response) -> Iterator[Difference]:
    if before.status != after.status:
        yield Difference("statut", _status(before), _status(after))


def _status(response: Response) -> str:
    """The status, and what is wrong when a problem says it."""
    if response.media_type != "application/problem+json":
        return str(response.status)
    problem = json.loads(response.body)
    sentences = [error["sentence"] for error in problem["errors"]] or [problem["title"]]
    return f"{response.status} : {' '.join(sentences)}"


def _of_headers(before: Response, after: Response) -> Iterator[Difference]:
    for name in sorted({*before.headers, *after.headers} - IGNORED):
        values = [_header(response, name) for response in (before, after)]
        if values[0] != values[1]:
            yield Difference(f"{HEADER}{name}", *values)


def _header(response: Response, name: str) -> str:
    """The value of a header, its methods in alphabetical order when it lists some."""
    value = without_asset_names(response.headers.get(name, "(absent)"))
    return ", ".join(sorted(value.split(", "))) if name == "allow" else value


def _of_text(before: Response, after: Response) -> Iterator[Difference]:
    media_type = before.media_type
    yield from of_tokens(
        "texte", tokens(before.content, media_type), tokens(after.content, media_type)
    )


def _of_word_document(before: bytes, after: bytes) -> Iterator[Difference]:
    parts = documents.read_word_document(before), documents.read_word_document(after)
    yield from of_tokens("texte", *parts)


def _of_picture(before: bytes, after: bytes) -> Iterator[Difference]:
    yield from _of_drawing("image", documents.read_picture(before), documents.read_picture(after))


def _of_bytes(before: bytes, after: bytes) -> Iterator[Difference]:
    yield Difference("octets", f"{len(before)} octets", f"{len(after)} octets, différents")


def _of_pdf(before: bytes, after: bytes) -> Iterator[Difference]:
    """Compare pages, words, tags; then places and drawings, which follow from the words when these differ."""
    old, new = documents.read_pdf(before), documents.read_pdf(after)
    if len(old.pages) != len(new.pages):
        yield Difference("nombre de pages", str(len(old.pages)), str(len(new.pages)))
    words = [[word.text for word in pdf.words] for pdf in (old, new)]
    yield from of_tokens("texte", *words)
    yield from of_tokens("balises du PDF", old.tags, new.tags)
    yield from of_tokens("propriétés du PDF", old.about, new.about)
    if words[0] == words[1]:
        yield from of_places(old.words, new.words)
        for number, drawings in enumerate(zip(old.pages, new.pages, strict=False), start=1):
            yield from _of_drawing(f"dessin de la page {number}", *drawings)


def of_places(
    before: Sequence[documents.Word], after: Sequence[documents.Word]
) -> Iterator[Difference]:
    """Compare the places of the same words: report the first word that moved, and how many did."""
    moved = [pair for pair in zip(before, after, strict=True) if not pair[0].is_near(pair[1])]
    if moved:
        shown = [
            f"« {word.text} » p. {word.page}, {word.x:.1f} × {word.y:.1f} pt" for word in moved[0]
        ]
        yield Difference(
            "place des mots", shown[0], shown[1], trail=f"(mots déplacés : {len(moved)})"
        )


def _of_drawing(where: str, before: Image.Image, after: Image.Image) -> Iterator[Difference]:
    if box := documents.difference_box(before, after):
        yield Difference(where, f"{before.width} × {before.height} points", f"diffère dans {box}")


def of_tokens(where: str, before: list[str], after: list[str]) -> Iterator[Difference]:
    """Compare two lists of words: one difference for each run of words that changed."""
    for i1, i2, j1, j2 in _changed(before, after):
        lead = _without_tags(before[max(0, i1 - NEARBY) : i1])[-AROUND:]
        trail = _without_tags(before[i2 : i2 + NEARBY])[:AROUND]
        parts = (before[i1:i2], after[j1:j2], lead, trail)
        yield Difference(where, *(" ".join(words) for words in parts))


def _without_tags(words_and_tags: list[str]) -> list[str]:
    """The words, without the tags."""
    return [token for token in words_and_tags if not token.startswith("<")]


def _changed(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Return the bounds of each change; changes with few words between them are one."""
    start = _in_common(before, after)
    end = _in_common(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    bounds: tuple[int, int, int, int] | None = None
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        here = (start + i1, start + i2, start + j1, start + j2)
        if bounds and here[0] - bounds[1] < COMMON_WORDS:
            bounds = (bounds[0], here[1], bounds[2], here[3])
            continue
        if bounds:
            yield bounds
        bounds = here
    if bounds:
        yield bounds


def _in_common(before: list[str], after: list[str]) -> int:
    """Return how many words both lists begin with."""
    for place, (old, new) in enumerate(zip_longest(before, after)):
        if old != new:
            return place
    return len(before)
