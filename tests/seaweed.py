"""A real S3 server on this machine: SeaweedFS, which refuses what S3 refuses."""

import json
import os
import subprocess
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.served import free_ports

KEY, SECRET = "courtois-tests", "a secret only tests know"
REGION = "eu-west-3"
SERVICES = ("master", "volume", "filer", "admin")
# What the AWS CLI and boto3 use in tests: nothing of this machine's own user.
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


@dataclass
class Seaweed:
    """A running server. `environment` makes the AWS CLI and boto3 use it and no other."""

    endpoint: str
    process: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        return ENVIRONMENT | {"AWS_ENDPOINT_URL_S3": self.endpoint}


def weed() -> Path:
    """Return the path of SeaweedFS, installed by its wheel; skip the test where the wheel does not exist."""
    path = Path(sysconfig.get_path("scripts")) / "weed"
    if not path.is_file():
        pytest.skip("sans SeaweedFS (il n’a de roue que pour Linux)")
    return path


@contextmanager
def serving(folder: Path) -> Iterator[Seaweed]:
    """Start a server over an empty folder, and stop it at the end. The AWS CLI and boto3 use it meanwhile."""
    identity = {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}]}
    identity["actions"] = ["Admin", "Read", "Write", "List", "Tagging"]
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [identity]}), encoding="utf-8")
    data = folder / "data"
    data.mkdir()
    port, inner, *others = free_ports(2 + 2 * len(SERVICES))
    options = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-s3.port={port}", f"-s3.config={config}"]
    options += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false"]
    options += ["-master.telemetry=false", f"-s3.port.grpc={inner}"]
    for name, http, grpc in zip(SERVICES, others[::2], others[1::2], strict=True):
        options += [f"-{name}.port={http}", f"-{name}.port.grpc={grpc}"]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [str(weed()), "mini", f"-dir={data}", *options],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        endpoint = f"http://127.0.0.1:{port}"
        _wait_for(endpoint, process, folder / "log.txt")
        server = Seaweed(endpoint, process)
        with pytest.MonkeyPatch.context() as monkeypatch:
            for name, value in server.environment.items():
                monkeypatch.setenv(name, value)
            yield server
    finally:
        process.kill()
        process.wait(timeout=20)


def _wait_for(endpoint: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{endpoint}/", timeout=2):
                return
        except urllib.error.HTTPError:
            return  # the server refuses an unsigned request: it is up
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"SeaweedFS did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
