"""The frozen site, brought to its bucket: assets, then what uses them, and removals last of all.

A page asks for assets that are there already, whenever it is read; a failure in the middle leaves
the former pages whole. Someone may still have yesterday's page open: an asset that is gone is marked
on the day it goes, and removed once a week has passed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from courtois.letter.filters import counted
from infra.deploy.faults import Refused

# Written here, because a machine's own table is not another's.
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
COMPRESSED = {".br", ".gz"}  # made for a small server; CloudFront compresses by itself
FOR_EVER = "public, max-age=31536000, immutable"  # the path holds the content's hash
A_DAY = "public, max-age=86400"  # the query may hold a hash, the path does not
FRESH = "public, max-age=300, must-revalidate"
OLD_PAGES_LIVE = timedelta(days=7)
GONE_ON = "gone-on"
AT_ONCE = 8  # files

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Item:
    """One file to publish: where it is, under which key, and how it is served."""

    path: Path
    key: str

    @property
    def kind(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[self.path.suffix]

    @property
    def cache(self) -> str:
        """How long browsers may keep it."""
        if self.key.startswith("static/scripts-"):
            return FOR_EVER
        return A_DAY if is_asset(self.key) else FRESH

    @property
    def etag(self) -> str:
        """What S3 calls a file of one piece: its MD5."""
        return '"' + hashlib.md5(self.path.read_bytes(), usedforsecurity=False).hexdigest() + '"'


@dataclass
class Work:
    """What there is to do, in the order it is done."""

    assets: list[Item] = field(default_factory=list)
    pages: list[Item] = field(default_factory=list)
    to_mark: list[str] = field(default_factory=list)
    to_remove: list[str] = field(default_factory=list)
    unchanged: int = 0

    def __str__(self) -> str:
        sent = len(self.assets) + len(self.pages)
        kept = counted(len(self.to_mark), "gardé", "gardés") if self.to_mark else ""
        return (
            f"{counted(sent, 'fichier', 'fichiers')} à envoyer, "
            f"{counted(self.unchanged, 'inchangé', 'inchangés')}, {len(self.to_remove)} à retirer"
            + (f", {kept} encore une semaine" if kept else "")
        )


def is_asset(key: str) -> bool:
    """True for what pages load, as opposed to what people ask for."""
    return key.startswith("static/")


def items(site: Path) -> list[Item]:
    """Every file to publish. Raises Refused for a kind of file that nobody has named."""
    found = [path for path in sorted(site.rglob("*")) if path.is_file()]
    found = [path for path in found if path.suffix not in COMPRESSED]
    unknown = sorted({path.suffix or path.name for path in found} - MEDIA_TYPES.keys())
    if unknown:
        raise Refused(
            f"Fichiers d’un type inconnu : {', '.join(unknown)} (infra/deploy/upload.py)."
        )
    return [Item(path, path.relative_to(site).as_posix()) for path in found]


def compare(s3: Any, bucket: str | None, site: Path, today: date) -> Work:
    """What is to be done; reads only. Without a bucket, everything is to be sent."""
    wanted = items(site)
    there = _listing(s3, bucket) if bucket else {}
    gone = sorted(there.keys() - {item.key for item in wanted})
    suspects = [item.key for item in wanted if there.get(item.key) == item.etag]
    heads = _heads(s3, bucket, suspects + [key for key in gone if is_asset(key)])
    work = Work()
    for item in wanted:
        if item.key in heads and _served_as(heads[item.key]) == (item.kind, item.cache, None):
            work.unchanged += 1
        else:
            (work.assets if is_asset(item.key) else work.pages).append(item)
    for key in gone:
        since = heads[key]["Metadata"].get(GONE_ON) if is_asset(key) else date.min.isoformat()
        if since is None:
            work.to_mark.append(key)
        elif date.fromisoformat(since) <= today - OLD_PAGES_LIVE:
            work.to_remove.append(key)
    return work


def carry_out(s3: Any, bucket: str, work: Work, today: date) -> None:
    """Do it all, in order; the first failure stops everything, before anything is removed."""

    def send(item: Item) -> None:
        with item.path.open("rb") as body:
            s3.put_object(
                Bucket=bucket,
                Key=item.key,
                Body=body,
                ContentType=item.kind,
                CacheControl=item.cache,
            )

    _all(send, work.assets)
    _all(send, work.pages)
    _all(lambda key: _mark(s3, bucket, key, today), work.to_mark)
    _all(lambda key: s3.delete_object(Bucket=bucket, Key=key), work.to_remove)


def _listing(s3: Any, bucket: str) -> dict[str, str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {one["Key"]: one["ETag"] for page in pages for one in page.get("Contents", [])}


def _heads(s3: Any, bucket: str | None, keys: Sequence[str]) -> dict[str, Any]:
    return dict(_all(lambda key: (key, s3.head_object(Bucket=bucket, Key=key)), keys))


def _served_as(head: dict[str, Any]) -> tuple[str, str | None, str | None]:
    return head["ContentType"], head.get("CacheControl"), head["Metadata"].get(GONE_ON)


def _mark(s3: Any, bucket: str, key: str, today: date) -> None:
    """Write on the asset itself since when no page uses it; it is served as before."""
    head = s3.head_object(Bucket=bucket, Key=key)
    s3.copy_object(
        Bucket=bucket,
        Key=key,
        CopySource={"Bucket": bucket, "Key": key},
        MetadataDirective="REPLACE",
        Metadata={GONE_ON: today.isoformat()},
        ContentType=head["ContentType"],
        CacheControl=head.get("CacheControl", A_DAY),
    )


def _all(act: Callable[[T], R], over: Iterable[T]) -> list[R]:
    """Do it to each, a few at once; the first failure is raised and what waits is given up."""
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        return list(pool.map(act, over))
    finally:
        pool.shutdown(cancel_futures=True)
