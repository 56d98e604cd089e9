"""An answer as a list of words and tags, without what changes from one checkout to the next: names of assets, ids."""

import json
import re
from html import unescape
from urllib.parse import unquote

# What differs between two builds, or two answers, of the same thing.
NAMES = (
    (re.compile(r"\?v=[0-9a-f]{6,64}"), "?v=…"),
    (re.compile(r"/scripts-[0-9a-f]{6,64}/"), "/scripts-…/"),
    (re.compile(r"(/static/[^\s\"'<>?#]*?[-.])[0-9a-f]{8,64}(?=[/.])"), r"\1…"),
)
IDS = (
    (re.compile(r"(Référence\s:\s)[0-9a-f]{12}"), r"\1…"),  # the reference of an incident
    (re.compile(r'("(?:id|until)": ?")[^"]+(?=")'), r"\1…"),  # a short link
)
INLINE = "a|abbr|b|button|cite|code|em|i|img|input|label|mark|q|s|select|small|span|strong|sub|sup|textarea|time|u"
BLOCK_TAG = re.compile(rf"<(?!/?(?:{INLINE})\b)[^>]*>")
# A word may hold an inline tag: « mot<b>s</b> » is one, so that a space more or less is seen.
MARKED_WORD = re.compile(r"(?:<[^>]*>|[^ \t\r\n\f<])+")
PLAIN_WORD = re.compile(r"\n|[^ \t\r\n]+")
JSON_WORD = re.compile(r'"|[^\s"]+')
NEW_LINE = "⏎"


def without_asset_names(text: str) -> str:
    """Replace the hash in the address of a style sheet, a script or a font.

    >>> without_asset_names("/static/scripts-98d38b8332/site.js /static/site.css?v=7036f356ba")
    '/static/scripts-…/site.js /static/site.css?v=…'
    """
    for pattern, instead in NAMES:
        text = pattern.sub(instead, text)
    return text


def tokens(body: bytes, media_type: str) -> list[str]:
    """Return the words of a text, the words and tags of a page, or what a JSON document holds in sorted order."""
    text = without_asset_names(body.decode("utf-8", "backslashreplace"))
    for pattern, instead in IDS:
        text = pattern.sub(instead, text)
    if media_type.endswith("json"):
        return _of_json(text)
    if media_type.endswith(("html", "xml")):
        return _of_markup(text)
    if media_type == "text/calendar":  # RFC 5545, 3.1: a long line goes on after a space
        text = re.sub(r"\r\n[ \t]", "", text)
    return [NEW_LINE if word == "\n" else word for word in PLAIN_WORD.findall(text)]


def _of_markup(text: str) -> list[str]:
    parted = BLOCK_TAG.sub(lambda tag: f"\n{' '.join(tag[0].split())}\n", text)
    tokens: list[str] = []
    for line in parted.split("\n"):
        tokens += [line] if BLOCK_TAG.fullmatch(line) else MARKED_WORD.findall(line)
    return [word for token in tokens for word in _words(token)]


def _words(token: str) -> list[str]:
    """The token itself; the words of the letter that a `mailto:` link holds."""
    if "mailto:" in token:
        return PLAIN_WORD.findall(unquote(unescape(token)).replace("\n", " "))
    return [token if token.startswith("<") else unescape(token)]


def _of_json(text: str) -> list[str]:
    try:
        document = json.loads(text)
    except ValueError:
        return PLAIN_WORD.findall(text)
    return JSON_WORD.findall(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True))
