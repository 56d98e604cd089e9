"""Headless Chromium draws the same document: as a program when cold, through its DevTools protocol when warm."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from infra import natives

PROGRAM = natives.chromium() or ""
OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]


def command(folder: Path, name: str, out: Path) -> list[str]:
    """Return the command line that draws one letter."""
    page = (folder / f"{name}.linked.html").resolve().as_uri()
    options = ["--no-pdf-header-footer", f"--print-to-pdf={out}", page]
    return [PROGRAM, "--headless", *OPTIONS, f"--user-data-dir={folder / 'chromium'}", *options]


class Engine:
    """A browser that stays open, with one page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        browser = sync_playwright().start().chromium.launch(executable_path=PROGRAM, args=OPTIONS)
        self._page = browser.new_page()

    def load(self, name: str) -> str:
        """Return the address of the document."""
        return (self._folder / f"{name}.linked.html").as_uri()

    def draw(self, address: str) -> bytes:
        """Open the document and print it, tagged as ours is."""
        self._page.goto(address)
        return self._page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
