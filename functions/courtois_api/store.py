"""Where short links are kept: a folder, or an S3 bucket. The only module that knows boto3.

A key is `partages/<days>/<name>`: after so many days the content is removed, from a bucket by its lifecycle rules,
which know the prefix, and from a folder by a sweep at each write and, where a server stays up, every hour. boto3
is imported for the first link, never for a letter.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

LIFETIMES = (1, 7, 30)  # days: those the lifecycle rules of infra/stack.yaml know
A_DAY = 24 * 60 * 60  # seconds
AN_HOUR = 60 * 60  # seconds
MOST_LINKS = 10_000  # in a folder at once: 640 MB at the very most
S3_SCHEME = "s3://"
# Give up after some five seconds: the person still has the long link. Two tries, a pause under a second
# between them, and at each write a second more for S3's « 100 Continue ».
CONNECT_TIMEOUT, READ_TIMEOUT, ATTEMPTS = 1, 1, 2  # seconds, seconds, times
# S3 answers the first when the key exists, the second when two requests write it at once.
EXISTS = {"PreconditionFailed", "ConditionalRequestConflict"}
# S3 answers the second for an absent key to a role that may not list, like the function's.
ABSENT = {"NoSuchKey", "AccessDenied"}


class KeyTaken(Exception):
    """The key is already written: a key is written once."""


class Unreachable(Exception):
    """The store does not answer, refuses, or is full. Its text names no key and no person."""


class _Absent(Exception):
    """The bucket has no such key."""


class Store(Protocol):
    """Keeps bytes under a key, written once. It lists nothing, and removes by age alone."""

    def put(self, key: str, content: bytes) -> None:
        """Keep. Raises KeyTaken or Unreachable."""

    def get(self, key: str) -> bytes | None:
        """What was kept, or None. Raises Unreachable."""


def key_of(days: int, name: str) -> str:
    """The key of a content kept for that many days."""
    return f"partages/{days}/{name}"


def open_store(location: str | None) -> Store | None:
    """The store at `s3://bucket` or in a folder; None where none is named. Raises ValueError."""
    if not location:
        return None
    name = location.removeprefix(S3_SCHEME)
    if not name or "://" in name:
        raise ValueError(
            f"COURTOIS_SHARES doit être un dossier ou « s3:// » et le nom d’un bucket, et non « {location} »."
        )
    return Folder(Path(name)) if name == location else Bucket(name)


def sweep_hourly(store: Store | None) -> None:
    """Sweep a folder every hour, for as long as this process lives. A bucket needs no sweep."""

    def sweep(folder: Folder) -> None:
        while True:
            time.sleep(AN_HOUR)
            folder.sweep()

    if isinstance(store, Folder):
        threading.Thread(target=sweep, args=(store,), name="sweeper", daemon=True).start()


class Folder:
    """A folder, for a server of one's own."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.sweep()

    def sweep(self) -> None:
        """Remove what is too old. An unusable folder is reported when a link is made: letters do not need it."""
        with suppress(OSError):
            self._remove_old()

    def put(self, key: str, content: bytes) -> None:
        """Keep. Raises KeyTaken or Unreachable."""
        path = self._root / key
        try:
            if self._remove_old() >= MOST_LINKS:
                raise Unreachable("full")
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_once(path, content)
        except FileExistsError:
            raise KeyTaken from None
        except OSError as error:
            raise Unreachable(type(error).__name__) from None

    def get(self, key: str) -> bytes | None:
        """What was kept, or None. Raises Unreachable."""
        try:
            return (self._root / key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreachable(type(error).__name__) from None

    def _remove_old(self) -> int:
        """Remove what is too old, or dated too far ahead. Return how many stay.

        A wrong clock may lose links, which can be made again; it keeps none for long.
        """
        now, left = time.time(), 0
        for days in LIFETIMES:
            for path in filter(Path.is_file, self._root.glob(key_of(days, "*"))):
                with suppress(OSError):  # another process removed it, or we may not
                    if abs(now - path.stat().st_mtime) < days * A_DAY:
                        left += 1
                    else:
                        path.unlink()
        return left


def _write_once(path: Path, content: bytes) -> None:
    """Write the whole file or none. Nobody can read it meanwhile: the id is returned only after the write."""
    with path.open("xb") as file:
        try:
            file.write(content)
            file.flush()  # a full disk says so here
        except OSError:
            path.unlink()
            raise


class Bucket:
    """An S3 bucket, or a compatible store. boto3 finds its address and credentials by itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _client(self) -> Any:
        import boto3
        from botocore.config import Config

        retries = {"mode": "standard", "total_max_attempts": ATTEMPTS}
        config = Config(connect_timeout=CONNECT_TIMEOUT, read_timeout=READ_TIMEOUT, retries=retries)
        # A session of its own: boto3's default session is not thread-safe.
        return boto3.session.Session().client("s3", config=config)

    def put(self, key: str, content: bytes) -> None:
        """Keep. Raises KeyTaken or Unreachable."""
        with _raising(EXISTS, KeyTaken):
            self._client.put_object(Bucket=self._name, Key=key, Body=content, IfNoneMatch="*")

    def get(self, key: str) -> bytes | None:
        """What was kept, or None. Raises Unreachable."""
        with suppress(_Absent), _raising(ABSENT, _Absent):
            content: bytes = self._client.get_object(Bucket=self._name, Key=key)["Body"].read()
            return content
        return None


@contextmanager
def _raising(codes: set[str], meaning: type[Exception]) -> Iterator[None]:
    """Raise `meaning` when S3 answers one of these codes, and Unreachable for anything else."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
        raise (meaning if code in codes else Unreachable)(code) from None
    except BotoCoreError as error:
        raise Unreachable(type(error).__name__) from None
