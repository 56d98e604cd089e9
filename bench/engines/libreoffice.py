"""LibreOffice Writer: the same letter, from the .docx our own word processor types. A program, cold each time."""

from pathlib import Path


def command(folder: Path, name: str, out: Path) -> list[str]:
    """The command line that draws one letter; it writes beside the name it is given."""
    profile = f"-env:UserInstallation={(folder / 'libreoffice').resolve().as_uri()}"
    source = folder / f"{name}.docx"
    to = ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(out.parent), str(source)]
    return ["soffice", "--headless", "--norestore", profile, *to]
