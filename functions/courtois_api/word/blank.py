"""The empty document: the files of `templates/word/`, zipped as one `.docx`.

python-docx has a model of its own, in American English and signed by its author.
"""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT

XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# `document.xml` refers to each file of the folder by its name.
PARTS = {
    "styles": (CT.WML_STYLES, RT.STYLES),
    "settings": (CT.WML_SETTINGS, RT.SETTINGS),
    "numbering": (CT.WML_NUMBERING, RT.NUMBERING),
    "fontTable": (CT.WML_FONT_TABLE, RT.FONT_TABLE),
    "footer": (CT.WML_FOOTER, RT.FOOTER),
}
CORE = "docProps/core.xml"
PROPERTIES = (
    f'{XML_DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>fr-FR</dc:language>'
    "</cp:coreProperties>"
)


def blank_document(folder: Path) -> bytes:
    """The empty document of this folder, as a `.docx`."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", _content_types())
        archive.writestr("_rels/.rels", _package_relationships())
        archive.writestr(CORE, PROPERTIES)
        archive.writestr("word/_rels/document.xml.rels", _document_relationships())
        for name in ("document", *PARTS):
            archive.writestr(f"word/{name}.xml", (folder / f"{name}.xml").read_bytes())
    return out.getvalue()


def _content_types() -> str:
    types = {f"word/{name}.xml": kind for name, (kind, _) in PARTS.items()}
    types |= {"word/document.xml": CT.WML_DOCUMENT_MAIN, CORE: CT.OPC_CORE_PROPERTIES}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    return (
        f'{XML_DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{CT.OPC_RELATIONSHIPS}"/>'
        f'<Default Extension="xml" ContentType="{CT.XML}"/>{overrides}</Types>'
    )


def _package_relationships() -> str:
    return _relationships(
        {"document": ("word/document.xml", RT.OFFICE_DOCUMENT), "core": (CORE, RT.CORE_PROPERTIES)}
    )


def _document_relationships() -> str:
    return _relationships({name: (f"{name}.xml", kind) for name, (_, kind) in PARTS.items()})


def _relationships(targets: dict[str, tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, (target, kind) in targets.items()
    )
    return (
        f'{XML_DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'
    )
