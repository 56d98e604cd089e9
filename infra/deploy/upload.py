"""The frozen site, copied to its bucket: assets, then the pages that use them, then deletions.

A page never asks for an asset that is not there yet, and a failure half way leaves the former pages whole. An asset
that is gone stays: pages still open may ask for it, and a hundred deployments weigh some 20 MB.
"""

from collections import defaultdict
from pathlib import Path

from infra.deploy.aws_cli import AwsCli, Refused

# Written here, because a machine's own table is not another's.
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
FOR_EVER = "public, max-age=31536000, immutable"  # the path holds the content's digest
A_DAY = "public, max-age=86400"  # the query may hold a digest, the path does not
FRESH = "public, max-age=300, must-revalidate"
COMPRESSED = {".br", ".gz"}  # made for a small server; CloudFront compresses by itself
COPY = "s3 cp --recursive --only-show-errors --exclude *"
DELETE = "s3 sync --size-only --only-show-errors --delete --exclude static/* --exclude *.br --exclude *.gz"


def publish(aws: AwsCli, site: Path, bucket: str) -> None:
    """Send every file, then delete the pages that are gone. The first failure stops all. Raises Refused."""
    folders = [str(site), f"s3://{bucket}"]
    for (_, cache, suffix), keys in batches(site).items():
        included = [word for key in keys for word in ("--include", key)]
        headers = {"content_type": MEDIA_TYPES[suffix], "cache_control": cache}
        aws.run(COPY, *included, *folders, **headers)
    aws.run(DELETE, *folders)


def batches(site: Path) -> dict[tuple[bool, str, str], list[str]]:
    """Group the files by (is a page, cache, suffix), assets first. Raises Refused for an unknown suffix."""
    groups: defaultdict[tuple[bool, str, str], list[str]] = defaultdict(list)
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        key = path.relative_to(site).as_posix()
        is_page = not key.startswith("static/")
        cache = FOR_EVER if key.startswith("static/scripts-") else FRESH if is_page else A_DAY
        if path.suffix not in COMPRESSED:
            groups[is_page, cache, path.suffix].append(key)
    if unknown := {suffix for _, _, suffix in groups} - MEDIA_TYPES.keys():
        raise Refused(f"Fichiers d’un type inconnu de infra/deploy/upload.py : {unknown}.")
    return dict(sorted(groups.items()))
