"""Which of our modules a letter's answers enter, from the request to the PDF: `make modules`.

The example of the mise en demeure is sent twice to the function; the second time, once everything is
warm, each module of ours that runs a line of a function is counted, in the order of its first call.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from courtois_api.app import create_app

ROOT = Path(__file__).resolve().parent.parent
LETTER = "mise-en-demeure"
OURS = ("courtois", "courtois_api")


def modules_entered() -> list[str]:
    """The modules, in the order in which they are first called."""
    answers = dict(forms.flatten(LetterCatalogue(ROOT / "templates")[LETTER].example))
    with _calls() as names:
        client = create_app(ROOT / "templates", ROOT / "build").test_client()
        client.post(f"/api/lettres/{LETTER}.pdf", data=answers)
        names.clear()
        answer = client.post(f"/api/lettres/{LETTER}.pdf", data=answers)
    if answer.mimetype != "application/pdf":
        raise RuntimeError(f"{answer.status}: {answer.text[:200]}")
    return list(names)


@contextmanager
def _calls() -> Iterator[dict[str, None]]:
    """Note the module of every Python call, in this thread and in those that start meanwhile."""
    names: dict[str, None] = {}

    def note(frame: FrameType, event: str, argument: object) -> None:
        name = frame.f_globals.get("__name__", "")
        if event == "call" and name.partition(".")[0] in OURS:
            names.setdefault(name)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield names
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def main() -> None:
    """Print the modules and their number."""
    names = modules_entered()
    for name in names:
        print(name)
    print(f"\n{len(names)} modules")


if __name__ == "__main__":
    main()
