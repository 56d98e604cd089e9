"""Headless Chromium: the same document with the same stylesheet; a program when cold, CDP when warm."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from infra import natives

PROGRAM = natives.chromium() or ""
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]


def command(folder: Path, name: str, out: Path) -> list[str]:
    """The command line that draws one letter."""
    page = (folder / f"{name}.linked.html").resolve().as_uri()
    paper = ["--no-pdf-header-footer", f"--print-to-pdf={out}", page]
    return [PROGRAM, "--headless", *QUIET, f"--user-data-dir={folder / 'chromium'}", *paper]


class Engine:
    """A browser that stays open, and one page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        browser = sync_playwright().start().chromium.launch(executable_path=PROGRAM, args=QUIET)
        self._page = browser.new_page()

    def take(self, name: str) -> str:
        """The document's address."""
        return (self._folder / f"{name}.linked.html").as_uri()

    def draw(self, address: str) -> bytes:
        """Open it and print it, tagged like ours."""
        self._page.goto(address)
        return self._page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
