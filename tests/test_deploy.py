"""A whole deployment, its way back and its removal: the real AWS CLI, moto's account, a site that is served."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import moto_account
import pytest
from build_copy import copy_build
from moto_account import no

from bench.served import free_port, serving
from infra.deploy import image, smoke
from infra.deploy.__main__ import ask, main
from infra.deploy.aws_cli import AWS, REGION, AwsCli, Refused
from infra.deploy.change_set import Stack
from infra.deploy.deployment import check_address, deploy, edge, roll_back, undeploy, what_next
from infra.deploy.parameters import Order, frozen_instance, values
from infra.deploy.versions import Versions

NO_STACK = Stack("", {}, {})
NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Paris"))
PUBLISHER = """publisher = "Studio Perrin, SARL, 12 rue des Lilas, 69003 Lyon"
director = "Alix Perrin"
host = "Un hébergeur, 1 place de la Bourse, 33000 Bordeaux"
contact = "alix@studio.test"
"""
DEMONSTRATION = '<p class="demo">Instance de démonstration</p>'
GIVEN = ("ImageUri", "OriginSecret", "AlarmEmail", "Release", "LawReminderOn", "LawKnownUntil")
DOCKER = """#!/bin/sh
echo "$1" >> {notes}
[ "$1" != login ] || cat >> {notes}
[ "$1" != push ] || exec {aws} ecr put-image --repository-name courtois --region eu-west-3 \
    --image-tag "${{2##*:}}" --image-manifest '{{"mediaType": "m", "layers": [{{"digest": "new"}}]}}' > /dev/null
"""


class Closed(BaseHTTPRequestHandler):
    """Refuses whoever asks, as the function does without the secret."""

    def do_GET(self) -> None:
        self.send_error(403)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def closed() -> Iterator[str]:
    """The function's own address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Closed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def home(root: Path, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository whose instance is frozen and served; of its files, those that are quick to send."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    address = f"http://127.0.0.1:{port}/"
    (home / "templates").symlink_to(root / "templates")
    (home / "infra").mkdir()
    shutil.copy(root / "infra/edge.yaml", home / "infra")
    (home / "site").mkdir()
    (home / "site/instance.toml").write_text(f'address = "{address}"\n{PUBLISHER}', "utf-8")
    copy_build(built, home / "build")
    for path in [*(home / "build/site").rglob("*.html"), home / "build/site/robots.txt"]:
        text = path.read_text("utf-8").replace("http://127.0.0.1:8000/", address)
        path.write_text(text.replace(DEMONSTRATION, ""), "utf-8")
    with serving(home, PORT=str(port)):
        for path in [path for path in (home / "build/site").rglob("*.*") if path.is_file()]:
            path.unlink() if path.suffix not in {".html", ".txt"} else None
        yield home


@pytest.fixture(autouse=True)
def law_as_it_is(root: Path, law_from: Callable[[Path], None]) -> None:
    """What is served knows all the files of the law; whoever visits it compares."""
    law_from(root / "courtois" / "law")


def outputs(home: Path, closed: str) -> dict[str, str]:
    """The outputs of the stack, but for its buckets."""
    site = {"SiteUrl": frozen_instance(home).address, "FunctionUrl": closed, "DistributionId": "E1"}
    site |= {"DistributionDomain": "127.0.0.1", "FunctionVersion": "3", "AliasName": "live"}
    return site | {"FunctionName": "courtois-Function"}


def template(outputs: dict[str, str]) -> str:
    """What moto knows of infra/stack.yaml, and the outputs of the rest."""
    buckets = {name: {"Type": "AWS::S3::Bucket"} for name in ("SiteBucket", "SharesBucket")}
    said: dict[str, Any] = {name: {"Value": value} for name, value in outputs.items()}
    said |= {name: {"Value": {"Ref": name}} for name in buckets}
    given = {name: {"Type": "String", "Default": ""} for name in GIVEN}
    return json.dumps({"Parameters": given, "Resources": buckets, "Outputs": said})


@pytest.fixture
def order(
    account: None, home: Path, closed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Order:
    """An order, where `docker` only notes its words and registers an image; of three versions, one is proven."""
    moto_account.publish("1 x@sha256:a", "2 x@sha256:b", "3 x@sha256:c", live=3, proven=1)
    front = {"DistributionId": moto_account.distribution()}
    (home / "infra/stack.yaml").write_text(template(outputs(home, closed) | front))
    program = tmp_path / "docker"
    program.write_text(DOCKER.format(notes=tmp_path / "docker.txt", aws=AWS))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return Order(AwsCli(REGION), home, NOW, {}, print, pause=0)


def bucket() -> set[str]:
    """The files in the bucket of pages."""
    s3 = boto3.client("s3")
    (name,) = [b["Name"] for b in s3.list_buckets()["Buckets"] if "sitebucket" in b["Name"]]
    return {entry["Key"] for entry in s3.list_objects_v2(Bucket=name).get("Contents", [])}


def test_a_first_deployment_ends_online_within_the_written_policy(
    root: Path, order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = moto_account.image("left by another try")
    policy = json.loads((root / "infra/deploy/policy.json").read_text("utf-8"))["Statement"]
    actions = [statement["Action"] for statement in policy]
    moto_account.allow_only([*actions, "sts:GetCallerIdentity"], monkeypatch)  # free to all
    deploy(order)
    moto_account.allow_all(monkeypatch)
    assert {"index.html", "404.html", "composer/index.html"} < bucket()
    assert moto_account.aliases() == {"live": 3, "proven": 3}
    assert set(Versions(order.aws, "courtois-Function").published()) == {1, 3}
    assert (tmp_path / "docker.txt").read_text() == "build\nlogin\n123456789012-auth-tokenpush\n"
    assert old not in str(boto3.client("ecr").list_images(repositoryName="courtois"))


def test_a_dry_run_only_reads(
    order: Order, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    verbs = ["cloudformation:Describe*", "cloudformation:Get*", "sts:Get*"]
    moto_account.allow_only(verbs, monkeypatch)
    with pytest.raises(SystemExit):
        main(["deploy", "--dry-run", "--new-secret"], order.root)
    said = capsys.readouterr().out
    assert "Compte 123456789012, région eu-west-3 (AWS_REGION seule en change)\n" in said
    assert "alarmes  à alix@studio.test (" in said


@pytest.mark.parametrize("answer", ["", "n\n", "yes\n"])
def test_any_answer_but_oui_is_a_no(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    with pytest.raises(Refused, match="Rien n’a été changé"):
        ask("Déployer ?")


def test_a_rollback_leads_to_the_proven_version(order: Order) -> None:
    moto_account.stack((order.root / "infra/stack.yaml").read_text())
    roll_back(order)
    assert moto_account.aliases() == {"live": 1, "proven": 1}  # 2 never passed
    with pytest.raises(Refused, match="La version 1 est la plus ancienne"):
        roll_back(order)


def test_a_version_that_does_not_answer_gives_its_place_back(order: Order, closed: str) -> None:
    moto_account.stack(template(outputs(order.root, closed) | {"SiteUrl": closed}))
    with pytest.raises(Refused, match=r"version 1 ne répond pas.*version 3 répond de nouveau"):
        roll_back(order)
    assert moto_account.aliases() == {"live": 3, "proven": 1}


def test_undeploy_empties_the_buckets_and_deletes_all(
    order: Order, capsys: pytest.CaptureFixture[str]
) -> None:
    moto_account.stack((order.root / "infra/stack.yaml").read_text())
    moto_account.image("any")
    for bucket_entry in boto3.client("s3").list_buckets()["Buckets"]:
        boto3.client("s3").put_object(Bucket=bucket_entry["Name"], Key="a", Body=b"a")
    with pytest.raises(Refused, match="Rien n’a été changé"):
        undeploy(dataclasses.replace(order, confirm=no))
    assert bucket() == {"a"}
    undeploy(order)
    assert boto3.client("s3").list_buckets()["Buckets"] == []
    assert boto3.client("ecr").describe_repositories()["repositories"] == []
    assert main(["undeploy"], order.root) == 1
    assert "Il n’y a pas de pile « courtois » dans la région eu-west-3" in capsys.readouterr().err


def test_the_edge_takes_known_parameters_and_says_its_price(
    order: Order, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refused, match="Continuer"):
        edge(dataclasses.replace(order, confirm=no))
    assert "environ 7 $ par mois" in capsys.readouterr().out
    with pytest.raises(Refused, match="« Ink » est inconnu ; la pile connaît Domain, RateLimit"):
        edge(dataclasses.replace(order, given={"Ink": "blue"}))
    with pytest.raises(Refused, match="le secret ne se choisit pas"):
        edge(dataclasses.replace(order, given={"OriginSecret": "mine"}))


def test_an_image_that_cannot_be_built_says_which_step(order: Order, tmp_path: Path) -> None:
    (tmp_path / "docker").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(Refused, match=r"docker build » a échoué : il dit pourquoi"):
        image.publish(order.aws, order.root, "123456789012", "try")


def test_the_stack_is_given_what_changes_and_keeps_the_rest(home: Path) -> None:
    def given(kept: dict[str, str], image: str = "i", at: Stack = NO_STACK, **options: Any) -> Any:
        order = Order(AwsCli(REGION), home, NOW, options.pop("set", {}), print, **options)
        return values(order, "a@b.fr", Stack("UPDATE_COMPLETE", {}, kept), at, "template", image)

    first = given({})
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", first["OriginSecret"])
    assert first["OriginSecret"] != given({})["OriginSecret"]
    assert (first["AlarmEmail"], first["LawReminderOn"]) == ("a@b.fr", "2026-12-21T09:00:00")
    assert first["Release"].startswith("20261122T090000Z-")
    assert given(first).keys() == {"ImageUri", "LawKnownUntil", "LawReminderOn"}
    assert given(first, image="j").keys() - given(first).keys() == {"Release"}
    assert given(first, new_secret=True).keys() >= {"Release", "OriginSecret"}
    arns = {"CertificateArn": "arn:c", "WebAclArn": ""}
    at = Stack("CREATE_COMPLETE", arns, {"Domain": "a.test"})
    assert given(first, at=at).items() >= {"Domain": "a.test", "CertificateArn": "arn:c"}.items()
    assert given(first, at=at, set={"Domain": ""})["Domain"] == ""


def test_each_broken_promise_of_the_site_is_a_sentence(
    account: None, home: Path, closed: str, tmp_path: Path
) -> None:
    assert smoke.settled(outputs(home, closed), home, pause=0) == []
    stricter, address = tmp_path / "stricter", frozen_instance(home).address
    shutil.copytree(home, stricter, symlinks=True)
    (stricter / "build/headers.json").write_text('{"Content-Security-Policy": "none"}')
    (stricter / "build/site/404.html").write_text("Introuvable, autrement")
    faults = smoke.settled(outputs(home, address), stricter, pause=0)
    assert sum("Content-Security-Policy absent ou différent" in fault for fault in faults) == 4
    assert "Essai, une page absente : il y manque « Introuvable, autrement »" in faults
    assert faults[-1].endswith("sans le secret : réponse 200 au lieu de 403")
    nobody = outputs(home, closed) | {"SiteUrl": f"http://127.0.0.1:{free_port()}/"}
    faults = smoke.settled(nobody, home, pause=0)
    assert ["pas de réponse lisible" in fault for fault in faults] == [True] * 4


def test_a_refusal_after_the_stack_says_what_to_do() -> None:
    with pytest.raises(Refused, match=r'mettez address = "https://d1\.test/" dans site/instance'):
        check_address("https://a-venir.invalid/", "https://d1.test/")
    at = {"SiteUrl": "https://a.test/", "DistributionDomain": "d1.test", "FunctionVersion": "3"}
    _, record, back = what_next(at, proven=2)
    assert "créez a.test CNAME d1.test." in record
    assert back.endswith("make rollback.")
    assert len(what_next(at | {"DistributionDomain": "a.test"}, proven=3)) == 1
