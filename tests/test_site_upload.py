"""The frozen site in its bucket, by the real AWS CLI on a real S3: how it is served, and in which order it comes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import seaweed

from infra.deploy import upload
from infra.deploy.aws_cli import REGION, AwsCli, Refused

HTML, CSS = "text/html; charset=utf-8", "text/css; charset=utf-8"
SITE = {  # each file's media type, and how long browsers keep it
    "index.html": (HTML, upload.FRESH),
    "guide/relance/index.html": (HTML, upload.FRESH),
    "robots.txt": ("text/plain; charset=utf-8", upload.FRESH),
    "static/site.css": (CSS, upload.A_DAY),
    "static/scripts-0123456789/site.js": ("text/javascript; charset=utf-8", upload.FOR_EVER),
}


@pytest.fixture(scope="module")
def s3(aws_cli: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client of a store with an empty bucket, which the AWS CLI uses."""
    with seaweed.serving(tmp_path_factory.mktemp("s3")):
        client = boto3.Session().client("s3")
        client.create_bucket(Bucket="site")
        yield client


def write(site: Path, *names: str, text: str = "first") -> None:
    for name in names:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)


def files_in_bucket(s3: Any) -> dict[str, str]:
    """The bucket's files, each with its text."""
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket="site")["Contents"]]
    return {key: s3.get_object(Bucket="site", Key=key)["Body"].read().decode() for key in keys}


def test_assets_come_before_pages_and_deletions_last(s3: Any, tmp_path: Path) -> None:
    write(tmp_path, *SITE, "gone/index.html", "static/gone.css", "index.html.br", "static/a.css.gz")
    upload.publish(AwsCli(REGION), tmp_path, "site")
    assert files_in_bucket(s3) == dict.fromkeys(
        [*SITE, "gone/index.html", "static/gone.css"], "first"
    )
    for key, served in SITE.items():
        head = s3.head_object(Bucket="site", Key=key)
        assert (head["ContentType"], head["CacheControl"]) == served

    for name in ("gone/index.html", "static/gone.css"):
        (tmp_path / name).unlink()
    too_long = "/".join(["x" * 250] * 5) + ".html"  # S3 takes 1,024 bytes
    write(tmp_path, "static/site.css", too_long, "robots.txt", text="second")
    with pytest.raises(Refused, match="aws s3 cp"):
        upload.publish(AwsCli(REGION), tmp_path, "site")
    half_way = files_in_bucket(s3)
    assert (half_way["static/site.css"], half_way["robots.txt"]) == ("second", "first")
    assert "gone/index.html" in half_way

    (tmp_path / too_long).unlink()
    upload.publish(AwsCli(REGION), tmp_path, "site")
    # A page still open may ask for the former asset.
    assert files_in_bucket(s3).keys() == {*SITE, "static/gone.css"}


def test_the_real_site_has_no_file_of_an_unknown_kind(built: Path, tmp_path: Path) -> None:
    sent = {key for keys in upload.batches(built / "site").values() for key in keys}
    assert {"index.html", "404.html", "sitemap.xml", "static/site.css"} <= sent
    write(tmp_path, "film.mkv")
    with pytest.raises(Refused, match=r"\.mkv"):
        upload.batches(tmp_path)
