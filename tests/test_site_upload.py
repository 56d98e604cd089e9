"""The frozen site in its bucket: how it is served, in which order, and what a failure leaves. Against a real S3."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import seaweed
from botocore.exceptions import BotoCoreError, ClientError

from courtois.french.typography import NBSP
from infra.deploy import upload
from infra.deploy.cloud import PATIENCE, Cloud
from infra.deploy.faults import Refused, sentence

TODAY = date(2026, 11, 22)
SITE = {
    "index.html": "<p>Réglé</p>",
    "guide/relance/index.html": "<p>Relance</p>",
    "404.html": "<p>Introuvable</p>",
    "robots.txt": "User-agent: *",
    "lettres/modele.pdf": "%PDF-1.4",
    "static/site.css": "p { color: ink }",
    "static/fonts/sans.woff2": "wOF2",
    "static/scripts-0123456789/site.js": "export const un = 1;",
}


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with (
        seaweed.serving(tmp_path_factory.mktemp("s3")) as store,
        pytest.MonkeyPatch.context() as to,
    ):
        for name, value in store.environment.items():
            to.setenv(name, value)
        yield Cloud(seaweed.REGION)


@pytest.fixture
def s3(cloud: Cloud) -> Any:
    """A client of the test's own, which may be listened to."""
    return cloud.session.client("s3", config=PATIENCE)


@pytest.fixture
def bucket(s3: Any, request: pytest.FixtureRequest) -> str:
    """An empty bucket of the test's own."""
    name = "site-" + str(abs(hash(request.node.name)))[:12]
    s3.create_bucket(Bucket=name)
    return name


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small frozen site, compressed as for a small server."""
    for name, text in SITE.items():
        write(tmp_path / "site", name, text)
    write(tmp_path / "site", "index.html.br", "br")
    write(tmp_path / "site", "static/site.css.gz", "gz")
    return tmp_path / "site"


def write(site: Path, name: str, text: str) -> None:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text(text, encoding="utf-8")


def bring(s3: Any, bucket: str, site: Path, today: date = TODAY) -> upload.Work:
    work = upload.compare(s3, bucket, site, today)
    upload.carry_out(s3, bucket, work, today)
    return work


def keys(s3: Any, bucket: str) -> set[str]:
    return {one["Key"] for one in s3.list_objects_v2(Bucket=bucket).get("Contents", [])}


def calls(s3: Any) -> list[tuple[str, str]]:
    """Every write this client makes from now on, in order: what it does, to which key."""
    made: list[tuple[str, str]] = []

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        if not model.name.startswith(("Get", "Head", "List")):
            made.append((model.name, params["Key"]))

    s3.meta.events.register("provide-client-params.s3", note)
    return made


def test_every_file_arrives_and_none_of_those_compressed_for_a_small_server(
    s3: Any, bucket: str, site: Path
) -> None:
    bring(s3, bucket, site)
    assert keys(s3, bucket) == set(SITE)
    body = s3.get_object(Bucket=bucket, Key="index.html")["Body"].read()
    assert body.decode("utf-8") == "<p>Réglé</p>"


@pytest.mark.parametrize(
    ("key", "kind", "kept"),
    [
        ("index.html", "text/html; charset=utf-8", 300),
        ("robots.txt", "text/plain; charset=utf-8", 300),
        ("lettres/modele.pdf", "application/pdf", 300),
        ("static/site.css", "text/css; charset=utf-8", 24 * 60 * 60),
        ("static/fonts/sans.woff2", "font/woff2", 24 * 60 * 60),
        ("static/scripts-0123456789/site.js", "text/javascript; charset=utf-8", 365 * 24 * 60 * 60),
    ],
)
def test_each_kind_of_file_is_served_as_what_it_is_and_kept_for_its_time(
    s3: Any, bucket: str, site: Path, key: str, kind: str, kept: int
) -> None:
    bring(s3, bucket, site)
    head = s3.head_object(Bucket=bucket, Key=key)
    assert head["ContentType"] == kind
    assert f"max-age={kept}" in head["CacheControl"]
    assert ("immutable" in head["CacheControl"]) is (kept > 24 * 60 * 60)


def test_the_real_site_has_no_file_of_an_unknown_kind(built: Path) -> None:
    published = {item.key for item in upload.items(built / "site")}
    assert {"index.html", "404.html", "sitemap.xml", "static/site.css"} <= published
    assert not any(key.endswith((".br", ".gz")) for key in published)


def test_what_is_to_be_done_is_told_in_numbers_that_agree() -> None:
    item = upload.Item(Path("index.html"), "index.html")
    one = upload.Work(pages=[item], to_mark=["a"], to_remove=["b"], unchanged=1)
    told = "1 fichier à envoyer, 1 inchangé, 1 à retirer, 1 gardé encore une semaine"
    assert str(one).replace(NBSP, " ") == told
    two = upload.Work(pages=[item, item], to_mark=["a", "b"], unchanged=2)
    told = "2 fichiers à envoyer, 2 inchangés, 0 à retirer, 2 gardés encore une semaine"
    assert str(two).replace(NBSP, " ") == told


def test_a_file_of_an_unknown_kind_is_refused_by_name(site: Path) -> None:
    write(site, "guide/film.mkv", "film")
    with pytest.raises(Refused, match=r"\.mkv"):
        upload.items(site)


def test_a_second_run_sends_nothing(s3: Any, bucket: str, site: Path) -> None:
    bring(s3, bucket, site)
    made = calls(s3)
    work = bring(s3, bucket, site)
    assert made == []
    assert work.unchanged == len(SITE)


def test_a_changed_file_alone_is_sent_again(s3: Any, bucket: str, site: Path) -> None:
    bring(s3, bucket, site)
    write(site, "index.html", "<p>Payé</p>")
    made = calls(s3)
    bring(s3, bucket, site)
    assert made == [("PutObject", "index.html")]


def test_a_file_served_the_wrong_way_is_sent_again_though_its_bytes_are_right(
    s3: Any, bucket: str, site: Path
) -> None:
    bring(s3, bucket, site)
    body = SITE["index.html"].encode()
    s3.put_object(Bucket=bucket, Key="index.html", Body=body, ContentType="text/html")
    made = calls(s3)
    bring(s3, bucket, site)
    assert made == [("PutObject", "index.html")]


def test_assets_come_before_pages_and_removals_after_both(s3: Any, bucket: str, site: Path) -> None:
    bring(s3, bucket, site)
    (site / "guide/relance/index.html").unlink()
    for name in ("index.html", "404.html", "static/site.css", "static/fonts/sans.woff2"):
        write(site, name, "new")
    made = calls(s3)
    bring(s3, bucket, site)
    assert {key for _, key in made[:2]} == {"static/site.css", "static/fonts/sans.woff2"}
    assert {key for _, key in made[2:4]} == {"index.html", "404.html"}
    assert made[4:] == [("DeleteObject", "guide/relance/index.html")]


def test_an_asset_that_is_gone_stays_a_week_for_pages_still_open(
    s3: Any, bucket: str, site: Path
) -> None:
    old, new = "static/scripts-0123456789/site.js", "static/scripts-abcdefabcd/site.js"
    bring(s3, bucket, site)
    (site / old).unlink()
    write(site, new, "export const deux = 2;")
    for days in (0, 1, 6):
        bring(s3, bucket, site, TODAY + timedelta(days))
        assert {old, new} <= keys(s3, bucket), days
    head = s3.head_object(Bucket=bucket, Key=old)
    assert head["ContentType"] == "text/javascript; charset=utf-8"
    assert "immutable" in head["CacheControl"]
    bring(s3, bucket, site, TODAY + timedelta(7))
    assert old not in keys(s3, bucket)
    assert new in keys(s3, bucket)


def test_an_asset_that_comes_back_is_new_again(s3: Any, bucket: str, site: Path) -> None:
    name = "static/site.css"
    bring(s3, bucket, site)
    (site / name).unlink()
    bring(s3, bucket, site)
    write(site, name, SITE[name])
    bring(s3, bucket, site, TODAY + timedelta(5))
    (site / name).unlink()
    bring(s3, bucket, site, TODAY + timedelta(10))
    assert name in keys(s3, bucket)  # it went five days after it came back, not ten days ago


def test_a_failure_in_the_midst_removes_nothing_and_the_next_run_ends_the_work(
    s3: Any, bucket: str, site: Path
) -> None:
    bring(s3, bucket, site)
    (site / "guide/relance/index.html").unlink()
    write(site, "static/site.css", "new")
    write(site, "index.html", "new")

    def refuse(params: dict[str, Any], **_: Any) -> None:
        if params["Key"] == "index.html":
            error = {"Error": {"Code": "SlowDown", "Message": "Reduce your request rate"}}
            raise ClientError(error, "PutObject")

    s3.meta.events.register("provide-client-params.s3.PutObject", refuse)
    with pytest.raises(ClientError):
        bring(s3, bucket, site)
    assert "guide/relance/index.html" in keys(s3, bucket)
    s3.meta.events.unregister("provide-client-params.s3.PutObject", refuse)
    made = calls(s3)
    bring(s3, bucket, site)
    assert made == [("PutObject", "index.html"), ("DeleteObject", "guide/relance/index.html")]


def test_a_store_that_dies_in_the_midst_is_told_in_a_sentence_and_its_pages_outlive_it(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    with seaweed.serving(tmp_path / "other") as dying:
        for name, value in dying.environment.items():
            monkeypatch.setenv(name, value)
        s3 = Cloud(seaweed.REGION).client("s3")
        s3.create_bucket(Bucket="site")
        bring(s3, "site", site)
        (site / "guide/relance/index.html").unlink()
        write(site, "index.html", "new")
        work = upload.compare(s3, "site", site, TODAY)
        made = calls(s3)
        dying.process.kill()
        dying.process.wait(timeout=20)
        with pytest.raises(BotoCoreError) as raised:
            upload.carry_out(s3, "site", work, TODAY)
    assert made == [("PutObject", "index.html")]  # and no removal was even tried
    assert sentence(raised.value).startswith("AWS est injoignable")
