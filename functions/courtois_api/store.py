"""Where short links are kept: a folder, or an S3 bucket. The only module that knows boto3.

A key is `partages/<days>/<name>`: after so many days the content may go. The bucket's lifecycle rules
see to it by prefix; a folder is swept at each writing and, where a server stays up, every hour. boto3 is
imported for the first link, never for a letter.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

LIVES = (1, 7, 30)  # days: those the lifecycle rules of infra/stack.yaml know
A_DAY = 24 * 60 * 60  # seconds
AN_HOUR = 60 * 60  # seconds
ROOM = 10_000  # links a folder holds at once: 640 MB at the very most
S3_SCHEME = "s3://"
# A link is worth five seconds of waiting at most: whoever waits has the long link. Two tries, a pause
# under a second between them, and at each writing a second more for S3's « 100 Continue ».
CONNECT, READ, ATTEMPTS = 1, 1, 2  # seconds, seconds, times
# S3 says the first where the key exists, the second where two write it at once.
EXISTS = {"PreconditionFailed", "ConditionalRequestConflict"}
# S3 says the second of an absent key to who may not list, as the function may not.
ABSENT = {"NoSuchKey", "AccessDenied"}


class Taken(Exception):
    """This key was written already: it is written once."""


class Unreachable(Exception):
    """The store does not answer, refuses, or is full. Its text names no key and nobody."""


class _Absent(Exception):
    """The bucket has no such key."""


class Store(Protocol):
    """Keeps bytes under a key, written once. No list, and no removal but age."""

    def put(self, key: str, content: bytes) -> None:
        """Keep. Raises Taken or Unreachable."""

    def get(self, key: str) -> bytes | None:
        """What was kept, or None. Raises Unreachable."""


def key_of(days: int, name: str) -> str:
    """Where a content kept for so many days stands."""
    return f"partages/{days}/{name}"


def opened(place: str | None) -> Store | None:
    """The store at `s3://bucket` or in a folder; None where none is named. Raises ValueError."""
    if not place:
        return None
    name = place.removeprefix(S3_SCHEME)
    if not name or "://" in name:
        raise ValueError(
            f"COURTOIS_SHARES doit être un dossier ou « s3:// » et le nom d’un bucket, et non « {place} »."
        )
    return Folder(Path(name)) if name == place else Bucket(name)


def keep_swept(store: Store | None) -> None:
    """See to it every hour, for as long as this process lives, that a folder holds nothing past its days."""

    def sweep(folder: Folder) -> None:
        while True:
            time.sleep(AN_HOUR)
            folder.sweep()

    if isinstance(store, Folder):
        threading.Thread(target=sweep, args=(store,), name="sweeper", daemon=True).start()


class Folder:
    """A folder, for who hosts Courtois on a machine of their own."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.sweep()

    def sweep(self) -> None:
        """Remove what is past its days."""
        with suppress(OSError):  # told to who asks for a link; letters do without
            self._swept()

    def put(self, key: str, content: bytes) -> None:
        """Keep. Raises Taken or Unreachable."""
        path = self._root / key
        try:
            if self._swept() >= ROOM:
                raise Unreachable("full")
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_once(path, content)
        except FileExistsError:
            raise Taken from None
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

    def _swept(self) -> int:
        """Remove what is past its days, or as far ahead of them; how many stay.

        A clock gone wrong may so lose links, which are made again; it never keeps one for long.
        """
        now, stay = time.time(), 0
        for days in LIVES:
            for path in filter(Path.is_file, self._root.glob(key_of(days, "*"))):
                with suppress(OSError):  # another process swept it, or it is not ours to remove
                    if abs(now - path.stat().st_mtime) < days * A_DAY:
                        stay += 1
                    else:
                        path.unlink()
        return stay


def _write_once(path: Path, content: bytes) -> None:
    """All of it or nothing. Nobody reads meanwhile: the key is told once it is written."""
    with path.open("xb") as file:
        try:
            file.write(content)
            file.flush()  # a full disk says so here
        except OSError:
            path.unlink()
            raise


class Bucket:
    """An S3 bucket, or what speaks as one: boto3 finds its address and credentials by itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _client(self) -> Any:
        import boto3
        from botocore.config import Config

        retries = {"mode": "standard", "total_max_attempts": ATTEMPTS}
        patience = Config(connect_timeout=CONNECT, read_timeout=READ, retries=retries)
        # A session of its own: the one boto3 shares is not for several threads.
        return boto3.session.Session().client("s3", config=patience)

    def put(self, key: str, content: bytes) -> None:
        """Keep. Raises Taken or Unreachable."""
        with _telling(EXISTS, Taken):
            self._client.put_object(Bucket=self._name, Key=key, Body=content, IfNoneMatch="*")

    def get(self, key: str) -> bytes | None:
        """What was kept, or None. Raises Unreachable."""
        with suppress(_Absent), _telling(ABSENT, _Absent):
            content: bytes = self._client.get_object(Bucket=self._name, Key=key)["Body"].read()
            return content
        return None


@contextmanager
def _telling(codes: set[str], meaning: type[Exception]) -> Iterator[None]:
    """What S3 refuses with one of these codes means this; anything else, that it is out of reach."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
        raise (meaning if code in codes else Unreachable)(code) from None
    except BotoCoreError as error:
        raise Unreachable(type(error).__name__) from None
