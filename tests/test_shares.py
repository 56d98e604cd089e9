"""Short links: what is kept and for how long; a link cannot be read, guessed or overwritten."""

import gzip
import json
import logging
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import boto3
import pytest
import seaweed
from flask import Flask
from flask.testing import FlaskClient
from function_url import reply, request
from image_layout import lay_out
from werkzeug.test import TestResponse

from bench.served import free_port, serving
from courtois.catalogue.letters import LetterCatalogue
from courtois_api.app import create_app
from courtois_api.problems import handle_errors
from courtois_api.shares import CLOCK_SKEW, LARGEST_SEALED, LINKS_PER_MINUTE, Shares
from courtois_api.shells import PageShells
from courtois_api.store import MOST_LINKS, Bucket, Folder, KeyTaken, Store, Unreachable, open_store

NAME = "courtois-partages"
JSON = "application/json"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SEALED = b"\x00\xffsealed by a browser, iv and tag \x80"
SENTENCES = {
    410: "demandez-en un nouveau",
    429: "dans quelques secondes",
    501: "ne sont pas proposés",
    503: "liens courts",
}


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[seaweed.Seaweed]:
    """A real S3 with an empty bucket, set as boto3's endpoint."""
    with seaweed.serving(tmp_path_factory.mktemp("s3")) as serving:
        boto3.session.Session().client("s3").create_bucket(Bucket=NAME)
        yield serving


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each of the two stores in turn."""
    if request.param == "folder":
        return Folder(tmp_path / "shares")
    request.getfixturevalue("s3")
    return Bucket(NAME)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "shares")


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    return f"partages/7/{request.node.name}"


@pytest.fixture
def counter(built: Path) -> Callable[..., FlaskClient]:
    """Return a client of the short links alone, over a store; accepts the clocks and random source of Shares."""

    def over(store: Store | None, **more: Any) -> FlaskClient:
        app = Flask(__name__)
        handle_errors(app, PageShells(built))
        Shares(store, **more).serve(app)
        return app.test_client()

    return over


@pytest.fixture
def function(root: Path, built: Path) -> Callable[[Store], FlaskClient]:
    """Return a client of the whole function over a store."""
    return lambda store: create_app(root / "templates", built, store).test_client()


def in_base64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def send(client: FlaskClient, content: bytes = SEALED, days: str = "7") -> TestResponse:
    return client.post("/api/partages", json={"days": days, "sealed": in_base64(content)})


def sent(client: FlaskClient, content: bytes = SEALED, days: str = "7") -> str:
    """Make a link and return its id."""
    answer = send(client, content, days)
    assert answer.status_code == 201, answer.text
    name = answer.get_json()["id"]
    assert isinstance(name, str)
    return name


def read(client: FlaskClient, name: str) -> TestResponse:
    return client.get(f"/api/partages/{name}")


def refused(answer: TestResponse, status: int) -> bool:
    """Return whether the answer has this status and a problem whose title is a sentence to show."""
    problem = answer.get_json() if answer.content_type == "application/problem+json" else {}
    assert " :" not in problem.get("title", ""), "a line of French never begins with a colon"
    return (
        answer.status_code == problem.get("status") == status
        and SENTENCES[status] in problem["title"]
    )


# The stores


def test_a_store_returns_the_bytes_it_was_given(store: Store, key: str) -> None:
    assert store.get(key) is None
    content = bytes(range(256)) * 256
    store.put(key, content)
    assert store.get(key) == content


def test_a_store_writes_a_key_once(store: Store, key: str) -> None:
    store.put(key, b"first")
    with pytest.raises(KeyTaken):
        store.put(key, b"second")
    assert store.get(key) == b"first"


def test_only_one_of_several_simultaneous_writers_writes_a_key(store: Store, key: str) -> None:
    store.put(f"{key}-before", b"")  # the client is there
    start = threading.Barrier(8)

    def write(number: int) -> bool:
        start.wait()
        try:
            store.put(key, b"%d" % number)
        except KeyTaken:
            return False
        return True

    with ThreadPoolExecutor(8) as people:
        wrote = list(people.map(write, range(8)))
    assert sum(wrote) == 1
    assert store.get(key) == b"%d" % wrote.index(True)


def aged(path: Path, days: float) -> None:
    then = time.time() - days * 24 * 60 * 60
    os.utime(path, (then, then))


def test_a_folder_is_swept_at_its_opening_and_at_each_write(
    tmp_path: Path,
) -> None:
    folder = Folder(tmp_path)
    for days in (1, 7, 30):
        for name, age in {"young": days - 0.01, "old": days + 0.01}.items():
            folder.put(f"partages/{days}/{name}", SEALED)
            aged(tmp_path / "partages" / str(days) / name, age)
    folder.put("partages/7/new", SEALED)
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"young", "new"}
    aged(tmp_path / "partages/7/new", 8)
    Folder(tmp_path)
    assert not (tmp_path / "partages/7/new").exists()
    assert len(list(tmp_path.rglob("young"))) == 3


# The server, whose hours are short.
HURRIED = """
from courtois_api import store
from courtois_server.cli import main
store.AN_HOUR = 0.05
main([])
"""


@pytest.mark.server
def test_a_running_server_erases_expired_links_without_a_request(
    root: Path, built: Path, tmp_path: Path
) -> None:
    hurried = (sys.executable, "-c", HURRIED)
    with serving(root, before=hurried, COURTOIS_SHARES=str(tmp_path)) as served:
        young, old = (tmp_path / "partages/1" / name for name in ("young", "old"))
        young.parent.mkdir(parents=True)
        for path in (young, old):
            path.write_bytes(SEALED)
        aged(old, 1.01)
        deadline = time.monotonic() + 60
        while old.exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert young.read_bytes() == SEALED
        assert served.process.poll() is None


def test_a_sweep_removes_links_dated_far_in_the_future(tmp_path: Path) -> None:
    """A link written while the clock ran ahead is removed after twice its days at most, and fills no folder."""
    folder = Folder(tmp_path)
    for days in (1, 7, 30):
        for name, ahead in {"near": days - 0.01, "far": days + 0.01}.items():
            folder.put(f"partages/{days}/{name}", SEALED)
            aged(tmp_path / "partages" / str(days) / name, -ahead)
    for number in range(MOST_LINKS):
        far = tmp_path / "partages/1" / str(number)
        far.touch()
        aged(far, -30)
    folder.put("partages/7/new", SEALED)
    left = {path.relative_to(tmp_path / "partages").as_posix() for path in tmp_path.rglob("*/*/*")}
    assert left == {"1/near", "7/near", "30/near", "7/new"}


def test_a_sweep_removes_only_short_links(tmp_path: Path) -> None:
    for name in ("notes.txt", "partages/notes.txt", "partages/lettres/old"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("kept")
        aged(path, 1000)
    Folder(tmp_path).put("partages/1/new", SEALED)
    assert {path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == {
        b"kept",
        SEALED,
    }


def test_a_full_folder_says_so_until_links_expire(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    place = tmp_path / "partages/1"
    place.mkdir(parents=True)
    for number in range(MOST_LINKS):
        (place / str(number)).touch()
    with pytest.raises(Unreachable):
        folder.put("partages/7/one-more", SEALED)
    aged(place / "0", 2)
    folder.put("partages/7/one-more", SEALED)


def test_an_unusable_folder_raises_on_write_and_read(tmp_path: Path) -> None:
    (tmp_path / "partages").write_text("a file where a folder is wanted")
    folder = Folder(tmp_path)
    with pytest.raises(Unreachable):
        folder.put("partages/7/x", SEALED)
    with pytest.raises(Unreachable):
        folder.get("partages/7/x")


def test_a_full_disk_keeps_no_partial_link(folder: Folder) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(Unreachable):
            folder.put("partages/7/x", os.urandom(LARGEST_SEALED))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert folder.get("partages/7/x") is None
    folder.put("partages/7/x", SEALED)


def test_an_absent_key_reads_as_absent_without_the_right_to_list(s3: seaweed.Seaweed) -> None:
    """S3 then answers « denied »; here a policy denies one key."""
    client = boto3.session.Session().client("s3")
    arn = f"arn:aws:s3:::{NAME}/partages/7/hidden"
    denial = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": arn}
    client.put_bucket_policy(
        Bucket=NAME, Policy=json.dumps({"Version": "2012-10-17", "Statement": [denial]})
    )
    try:
        with pytest.raises(client.exceptions.ClientError, match="AccessDenied"):
            client.get_object(Bucket=NAME, Key="partages/7/hidden")
        assert Bucket(NAME).get("partages/7/hidden") is None
    finally:
        client.delete_bucket_policy(Bucket=NAME)


def nobody_there(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{free_port()}")


def wrong_secret(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("AWS_SECRET_ACCESS_KEY", "another secret")


def no_secret(patch: pytest.MonkeyPatch) -> None:
    patch.delenv("AWS_ACCESS_KEY_ID")
    patch.delenv("AWS_SECRET_ACCESS_KEY")


@pytest.mark.parametrize("fault", [nobody_there, wrong_secret, no_secret])
def test_an_unreachable_bucket_raises(
    s3: seaweed.Seaweed,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[pytest.MonkeyPatch], None],
) -> None:
    fault(monkeypatch)
    bucket = Bucket(NAME)
    with pytest.raises(Unreachable) as put:
        bucket.put("partages/7/secret-name", SEALED)
    with pytest.raises(Unreachable) as got:
        bucket.get("partages/7/secret-name")
    assert "secret-name" not in f"{put.value}{got.value}"


def test_a_bucket_that_never_answers_is_given_up(
    s3: seaweed.Seaweed, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(Unreachable):
            Bucket(NAME).get("partages/7/x")


def test_the_setting_names_a_folder_a_bucket_or_nothing(tmp_path: Path) -> None:
    assert open_store(None) is open_store("") is None
    assert isinstance(open_store("s3://courtois-partages"), Bucket)
    assert isinstance(open_store(str(tmp_path)), Folder)
    for place in ("s3://", "gs://somewhere", "s3://s3://twice"):
        with pytest.raises(ValueError, match="COURTOIS_SHARES"):
            open_store(place)


# Kept, then gone


@pytest.mark.parametrize("days", ["1", "7", "30"])
def test_a_sealed_case_is_returned_intact_until_its_last_second(
    store: Store, counter: Callable[..., FlaskClient], days: str
) -> None:
    hour = [NOON]
    client = counter(store, now=lambda: hour[0])
    answer = send(client, SEALED, days)
    assert answer.status_code == 201
    link = answer.get_json()
    until = NOON + timedelta(days=int(days))
    assert datetime.fromisoformat(link["until"]) == until
    for then in (NOON, until - timedelta(seconds=1)):
        hour[0] = then
        back = read(client, link["id"])
        assert (back.status_code, back.data) == (200, SEALED)
        assert back.content_type == "application/octet-stream"
    for then in (until, until + timedelta(days=400)):
        hour[0] = then
        assert refused(read(client, link["id"]), 410)


def test_a_link_opens_only_if_at_most_five_minutes_ahead(
    folder: Folder, counter: Callable[..., FlaskClient]
) -> None:
    hour = [NOON]
    client = counter(folder, now=lambda: hour[0])
    name = sent(client)
    hour[0] = NOON - timedelta(seconds=CLOCK_SKEW)
    assert read(client, name).data == SEALED
    hour[0] -= timedelta(seconds=1)
    assert refused(read(client, name), 410)


def test_another_first_letter_does_not_lengthen_a_link(
    store: Store, counter: Callable[..., FlaskClient]
) -> None:
    client = counter(store)
    name = sent(client, days="1")
    for initial in "wm":
        assert refused(read(client, initial + name[1:]), 410)


def test_an_id_cannot_be_guessed_and_each_link_has_its_own(
    store: Store, counter: Callable[..., FlaskClient]
) -> None:
    client = counter(store)
    names = {sent(client, SEALED) for _ in range(10)}  # the same, sent again and again
    assert len(names) == 10
    for name in names:
        assert len(name) == 1 + 22  # 128 bits, six a character
        assert read(client, name).data == SEALED


def test_a_malformed_id_answers_410_as_an_expired_one(
    folder: Folder, counter: Callable[..., FlaskClient], tmp_path: Path
) -> None:
    client = counter(folder)
    name = sent(client)
    beside = tmp_path / "shares/partages/7"
    (beside / "w").mkdir()
    for other in (beside / "wshort", tmp_path / "outside"):
        shutil.copy(beside / name, other)
    others = ["wshort", "w/../wshort", "w/../../../../outside", "..%2F..%2F..%2Foutside"]
    others += [name[:-1], name + "A", name.upper(), "x" + name[1:], "w" * 22, "w" + "." * 22]
    others += ["w" + "A" * 22, "é" * 23, "w%00", "w"]
    for other in others:
        assert refused(read(client, other), 410), other
    assert read(client, name).data == SEALED


def test_a_damaged_object_answers_410(folder: Folder, counter: Callable[..., FlaskClient]) -> None:
    client = counter(folder, now=lambda: NOON)
    for number, content in enumerate([b"", b"1234567", b"\xff" * 100]):
        name = f"w{number:022}"
        folder.put(f"partages/7/{name}", content)
        assert refused(read(client, name), 410), content


def test_links_cannot_be_listed_changed_or_removed(
    folder: Folder, counter: Callable[..., FlaskClient]
) -> None:
    client = counter(folder)
    name = sent(client)
    assert client.get("/api/partages").status_code == 405
    for call_method in (client.put, client.patch, client.delete, client.post):
        assert call_method(f"/api/partages/{name}", json={}).status_code == 405
    assert read(client, name).data == SEALED


# What is sent


WRONG: list[tuple[Any, set[str]]] = [
    ({"sealed": in_base64(SEALED)}, {"days"}),
    ({"days": "8", "sealed": in_base64(SEALED)}, {"days"}),
    ({"days": 7, "sealed": in_base64(SEALED)}, {"days"}),
    ({"days": ["7"], "sealed": in_base64(SEALED)}, {"days"}),
    ({"days": "7"}, {"sealed"}),
    ({"days": "7", "sealed": ""}, {"sealed"}),
    ({"days": "7", "sealed": 12}, {"sealed"}),
    ({"days": "7", "sealed": "not base64 at all, and long enough to be something"}, {"sealed"}),
    ({"days": "7", "sealed": in_base64(SEALED) + "=="}, {"sealed"}),
    ({"days": "7", "sealed": "A" * 45}, {"sealed"}),
    ({"days": "7", "sealed": in_base64(b"shorter than a tag, iv")}, {"sealed"}),
    ({"days": "7", "sealed": "é" * 60}, {"sealed"}),
    ([], {"days", "sealed"}),
    ("un texte", {"days", "sealed"}),
    (None, {"days", "sealed"}),
]


@pytest.mark.parametrize(("document", "names"), WRONG)
def test_a_faulty_share_gets_every_fault_and_is_not_kept(
    folder: Folder,
    counter: Callable[..., FlaskClient],
    tmp_path: Path,
    document: Any,
    names: set[str],
) -> None:
    body = json.dumps(document)
    answer = counter(folder).post("/api/partages", data=body, content_type=JSON)
    assert answer.status_code == 422
    assert {fault["name"] for fault in answer.get_json()["errors"]} == names
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"days=7", "application/x-www-form-urlencoded", 415),
        (SEALED, "application/octet-stream", 415),
        (b'{"days": "7"', "application/json", 400),
        (b"[" * 80_000, "application/json", 400),
    ],
)
def test_a_share_that_is_not_json_is_not_read(
    folder: Folder, counter: Callable[..., FlaskClient], body: bytes, kind: str, status: int
) -> None:
    answer = counter(folder).post("/api/partages", data=body, content_type=kind)
    assert answer.status_code == status


def test_a_compressed_share_is_refused_and_never_unpacked(
    folder: Folder, counter: Callable[..., FlaskClient]
) -> None:
    plain = json.dumps({"days": "7", "sealed": in_base64(SEALED)}).encode()
    client = counter(folder)
    for body in (gzip.compress(plain), plain):
        answer = client.post(
            "/api/partages", data=body, content_type=JSON, headers={"Content-Encoding": "gzip"}
        )
        assert answer.status_code == 415


def test_a_share_holds_64_kilobytes_and_not_one_byte_more(
    store: Store, counter: Callable[..., FlaskClient]
) -> None:
    client = counter(store)
    largest = os.urandom(LARGEST_SEALED)
    assert read(client, sent(client, largest)).data == largest
    assert send(client, largest + b"x").status_code == 413


class Unread(BytesIO):
    """A body that counts the bytes read from it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        some = super().read(size)
        self.taken += len(some)
        return some

    def readinto(self, buffer: Any) -> int:
        taken = super().readinto(buffer)
        self.taken += taken
        return taken


@pytest.mark.parametrize("announced", [True, False])
def test_an_endless_share_is_refused_before_it_is_read(
    folder: Folder, counter: Callable[..., FlaskClient], announced: bool
) -> None:
    body = Unread(b'{"days": "7", "sealed": "' + b"A" * 200_000)
    length = {"CONTENT_LENGTH": "200025"} if announced else {"wsgi.input_terminated": True}
    answer = counter(folder).post(
        "/api/partages",
        input_stream=body,
        content_type=JSON,
        environ_overrides=length,
    )
    assert answer.status_code == 413
    assert body.taken <= (0 if announced else LARGEST_SEALED * 2)


# When it cannot be


def test_a_taken_id_is_drawn_again_a_few_times_only(
    store: Store, counter: Callable[..., FlaskClient]
) -> None:
    drawn = iter([*"aabaabb", *"aaa"])
    before = os.urandom(10).hex()  # the bucket outlives a test
    client = counter(store, token=lambda: f"{before}{next(drawn) * 2}")
    first = sent(client, SEALED + b"1")
    second = sent(client, SEALED + b"2")  # a is taken, then b is free
    assert first != second
    assert refused(send(client, SEALED + b"3"), 503)  # a, a, b
    assert list(drawn) == ["b", "a", "a", "a"]
    assert read(client, first).data == SEALED + b"1"
    assert read(client, second).data == SEALED + b"2"


def test_links_past_the_rate_limit_get_429_and_retry_after(
    folder: Folder, counter: Callable[..., FlaskClient]
) -> None:
    seconds = [1000.0]
    client = counter(folder, tick=lambda: seconds[0])
    names = [sent(client) for _ in range(LINKS_PER_MINUTE)]
    late = send(client)
    assert refused(late, 429)
    wait = int(late.headers["Retry-After"])
    assert read(client, names[0]).status_code == 200  # reading has no such limit
    seconds[0] += wait
    sent(client)
    assert refused(send(client), 429)
    seconds[0] += 3600  # an hour's rest gives a minute's links, not sixty
    for _ in range(LINKS_PER_MINUTE):
        sent(client)
    assert refused(send(client), 429)


def test_a_clock_set_back_does_not_lengthen_the_wait(
    folder: Folder, counter: Callable[..., FlaskClient]
) -> None:
    """A snapshot restored on another machine may set the clock back."""
    seconds = [5000.0]
    client = counter(folder, tick=lambda: seconds[0])
    for _ in range(LINKS_PER_MINUTE):
        sent(client)
    seconds[0] = 10.0
    late = send(client)
    assert refused(late, 429)
    wait = int(late.headers["Retry-After"])
    assert wait <= 60 / LINKS_PER_MINUTE
    seconds[0] += wait
    sent(client)


def test_a_refused_share_does_not_count_towards_the_rate(
    folder: Folder, counter: Callable[..., FlaskClient]
) -> None:
    client = counter(folder, tick=lambda: 0.0)
    for _ in range(LINKS_PER_MINUTE + 1):
        assert send(client, days="8").status_code == 422
    sent(client)


def test_a_function_without_a_store_answers_501(
    counter: Callable[..., FlaskClient],
) -> None:
    client = counter(None)
    for answer in (send(client), read(client, "w" + "A" * 22)):
        assert refused(answer, 501)
        assert "Retry-After" not in answer.headers


def test_an_unreachable_store_answers_503_and_letters_still_work(
    s3: seaweed.Seaweed,
    function: Callable[[Store], FlaskClient],
    catalogue: LetterCatalogue,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    name = sent(function(Bucket(NAME)))
    nobody_there(monkeypatch)
    client = function(Bucket(NAME))
    with caplog.at_level(logging.INFO):
        for answer in (send(client), read(client, name)):
            assert refused(answer, 503)
            assert int(answer.headers["Retry-After"]) > 0
    logged = [record.getMessage() for record in caplog.records if record.name == "courtois"]
    assert logged == ["short links: EndpointConnectionError"] * 2
    assert name not in caplog.text
    example = catalogue["mise-en-demeure"].example
    assert client.post("/api/lettres/mise-en-demeure.txt", json=example).status_code == 200


ON_A_LETTERS_PATH = """
import json, os, sys
from pathlib import Path
from courtois_api import store
from courtois_api.app import create_app
from courtois_api.shells import PageShells
from courtois_api.problems import handle_errors

clouds = {"boto3", "botocore", "s3transfer", "urllib3"}
loaded = lambda: sorted(clouds & set(sys.modules))
report = {}
client = create_app(
    Path("templates"), Path(sys.argv[1]), store.open_store(os.environ["COURTOIS_SHARES"])
).test_client()
report["started"] = loaded()
letter = client.post("/api/lettres/mise-en-demeure.pdf", json=json.loads(sys.argv[2]))
report["letter"] = letter.status_code
report["drawn"] = loaded()
share = client.post("/api/partages", json={"days": "1", "sealed": "A" * 80})
report["share"] = share.status_code
report["shared"] = loaded()
print(json.dumps(report))
"""


def test_boto3_is_imported_by_the_first_link_not_by_a_letter(
    s3: seaweed.Seaweed, root: Path, built: Path, catalogue: LetterCatalogue
) -> None:
    example = json.dumps(catalogue["mise-en-demeure"].example, default=str)
    run = subprocess.run(
        [sys.executable, "-c", ON_A_LETTERS_PATH, str(built), example],
        cwd=root,
        env=os.environ | {"COURTOIS_SHARES": f"s3://{NAME}"},
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(run.stdout)
    assert (report["letter"], report["share"]) == (200, 201)
    assert report["started"] == report["drawn"] == []
    assert {"boto3", "botocore"} <= set(report["shared"])


def test_no_answer_about_a_link_may_be_cached(
    folder: Folder, function: Callable[[Store], FlaskClient]
) -> None:
    client = function(folder)
    name = sent(client)
    for answer in (send(client), read(client, name), read(client, name[:-1])):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_bucket_holds_each_link_under_its_days(
    s3: seaweed.Seaweed, counter: Callable[..., FlaskClient]
) -> None:
    """The lifecycle rules use these prefixes."""
    client = counter(Bucket(NAME))
    names = {days: sent(client, days=days) for days in ("1", "7", "30")}
    listed = boto3.session.Session().client("s3").list_objects_v2(Bucket=NAME)["Contents"]
    keys = {entry["Key"] for entry in listed}
    assert {f"partages/{days}/{name}" for days, name in names.items()} <= keys


def test_a_link_goes_through_lambda_and_comes_back(
    s3: seaweed.Seaweed, root: Path, built: Path, tmp_path: Path
) -> None:
    """Lambda carries bytes as base64; the image's own packages reach the bucket."""
    if sys.platform != "linux":
        pytest.skip("awslambdaric n’a de roue que pour Linux")
    layout = lay_out(root, tmp_path)
    where = s3.environment | {"COURTOIS_SHARES": f"s3://{NAME}"}
    body = json.dumps({"days": "30", "sealed": in_base64(SEALED)}).encode()
    with layout.function(tmp_path / "log.txt", **where) as function:
        call = request("POST", "/api/partages", body, kind="application/json")
        made = reply(function.invoke(call).payload)
        assert made.status == 201, made.text
        path = f"/api/partages/{json.loads(made.text)['id']}"
        back = reply(function.invoke(request("GET", path)).payload)
        unknown = reply(function.invoke(request("GET", path[:-1])).payload)
    assert (back.status, back.body, back.encoded) == (200, SEALED, True)
    assert unknown.status == 410
