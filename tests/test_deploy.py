"""A whole deployment, its rollback and its removal: the real AWS CLI, moto's account, a site that is served."""

import io
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import moto_account
import pytest
from build_copy import copy_build
from moto_account import refuse
from werkzeug.exceptions import Forbidden
from werkzeug.serving import make_server

from bench.served import free_port, serving
from infra.deploy import image, smoke
from infra.deploy.__main__ import ask, main
from infra.deploy.aws_cli import AWS, REGION, AwsCli, Refused
from infra.deploy.change_set import Stack
from infra.deploy.deployment import check_address, deploy, edge, next_steps, roll_back, undeploy
from infra.deploy.parameters import Options, frozen_instance, values
from infra.deploy.versions import Versions

NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Paris"))
PUBLISHER = """publisher = "Studio Perrin, SARL, 12 rue des Lilas, 69003 Lyon"
director = "Alix Perrin"
host = "Un hébergeur, 1 place de la Bourse, 33000 Bordeaux"
contact = "alix@studio.test"
"""
DEMONSTRATION = '<p class="demo">Instance de démonstration</p>'
NAMES = ("ImageUri", "OriginSecret", "AlarmEmail", "Release", "LawReminderOn", "LawKnownUntil")
DOCKER = """#!/bin/sh
echo "$1" >> {notes}
[ "$1" != login ] || cat >> {notes}
[ "$1" != push ] || exec {aws} ecr put-image --repository-name courtois --region eu-west-3 \
    --image-tag "${{2##*:}}" --image-manifest '{{"mediaType": "m", "layers": [{{"digest": "new"}}]}}' > /dev/null
"""


@pytest.fixture(scope="module")
def closed() -> Iterator[str]:
    """The function's own address, which refuses every request: none has the secret."""
    with make_server("127.0.0.1", 0, Forbidden(), threaded=True) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def home(root: Path, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository whose instance is frozen and served, with pages and texts alone: these are quick to send."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    address = f"http://127.0.0.1:{port}/"
    (home / "templates").symlink_to(root / "templates")
    (home / "infra").mkdir()
    shutil.copy(root / "infra/edge.yaml", home / "infra")
    (home / "site").mkdir()
    (home / "site/instance.toml").write_text(f'address = "{address}"\n{PUBLISHER}', "utf-8")
    copy_build(built, home / "build")
    for path in [path for path in (home / "build/site").rglob("*") if path.is_file()]:
        if path.suffix in {".html", ".txt"}:
            text = path.read_text("utf-8").replace("http://127.0.0.1:8000/", address)
            path.write_text(text.replace(DEMONSTRATION, ""), "utf-8")
        else:
            path.unlink()
    with serving(home, PORT=str(port)):
        yield home


@pytest.fixture(autouse=True)
def law_as_it_is(root: Path, law_from: Callable[[Path], None]) -> None:
    """The served site knows all the files of the law; the smoke test compares."""
    law_from(root / "courtois" / "law")


def outputs(home: Path, closed: str) -> dict[str, str]:
    """The outputs of the stack, but for its buckets."""
    site = {"SiteUrl": frozen_instance(home).address, "FunctionUrl": closed, "DistributionId": "E1"}
    site |= {"DistributionDomain": "127.0.0.1", "FunctionVersion": "3", "AliasName": "live"}
    return site | {"FunctionName": "courtois-Function"}


def template(outputs: dict[str, str]) -> str:
    """What moto knows of infra/stack.yaml, and the outputs of the rest."""
    buckets = {name: {"Type": "AWS::S3::Bucket"} for name in ("SiteBucket", "SharesBucket")}
    values: dict[str, Any] = outputs | {name: {"Ref": name} for name in buckets}
    parameters = {name: {"Type": "String", "Default": ""} for name in NAMES}
    listed = {name: {"Value": value} for name, value in values.items()}
    return json.dumps({"Parameters": parameters, "Resources": buckets, "Outputs": listed})


@pytest.fixture
def options(
    account: None, home: Path, closed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Options:
    """Options of an account with three versions, where `docker` only notes its words and registers an image."""
    moto_account.publish_versions()
    (home / "infra/stack.yaml").write_text(template(outputs(home, closed)))
    program = tmp_path / "docker"
    program.write_text(DOCKER.format(notes=tmp_path / "docker.txt", aws=AWS))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return Options(AwsCli(REGION), home, NOW, {}, print, pause=0)


def pages() -> set[str]:
    """The files in the bucket of pages."""
    s3 = boto3.client("s3")
    (name,) = [b["Name"] for b in s3.list_buckets()["Buckets"] if "sitebucket" in b["Name"]]
    return {file["Key"] for file in s3.list_objects_v2(Bucket=name).get("Contents", [])}


def test_a_first_deployment_ends_online_within_the_written_policy(
    root: Path, options: Options, tmp_path: Path
) -> None:
    unused = moto_account.push_image("unused")
    query = {"origin_domain_name": "a.test", "query": "Distribution.Id"}
    distribution = options.aws.run_json("cloudfront create-distribution", **query)
    stack = options.root / "infra/stack.yaml"
    stack.write_text(stack.read_text().replace("E1", distribution))
    policy = json.loads((root / "infra/deploy/policy.json").read_text("utf-8"))["Statement"]
    moto_account.call_as_user([statement["Action"] for statement in policy], deploy, options)
    assert {"index.html", "404.html", "composer/index.html"} < pages()
    assert moto_account.aliases() == {"live": 3, "proven": 3}
    assert set(Versions(options.aws, "courtois-Function").published()) == {1, 3}
    assert (tmp_path / "docker.txt").read_text() == "build\nlogin\n123456789012-auth-tokenpush\n"
    assert unused not in str(boto3.client("ecr").list_images(repositoryName="courtois"))


def test_a_dry_run_only_reads(options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    reading = ["cloudformation:Describe*", "cloudformation:Get*"]
    words = ["deploy", "--dry-run", "--new-secret"]
    with pytest.raises(SystemExit):
        moto_account.call_as_user(reading, main, words, options.root)
    output = capsys.readouterr().out
    assert "Compte 123456789012, région eu-west-3 (AWS_REGION seule en change)\n" in output
    assert "alarmes  à alix@studio.test (" in output


@pytest.mark.parametrize("answer", ["", "n\n", "yes\n"])
def test_any_answer_but_oui_is_a_no(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    with pytest.raises(Refused, match="Rien n’a été changé"):
        ask("Déployer ?")


def test_a_rollback_points_to_the_proven_version(options: Options) -> None:
    moto_account.create_stack((options.root / "infra/stack.yaml").read_text())
    roll_back(options)
    assert moto_account.aliases() == {"live": 1, "proven": 1}  # 2 never passed
    with pytest.raises(Refused, match="La version 1 est la plus ancienne"):
        roll_back(options)


@pytest.mark.slow
def test_a_version_that_does_not_answer_gives_its_place_back(options: Options, closed: str) -> None:
    moto_account.create_stack(template(outputs(options.root, closed) | {"SiteUrl": closed}))
    with pytest.raises(Refused, match=r"version 1 ne répond pas.*version 3 répond de nouveau"):
        roll_back(options)
    assert moto_account.aliases() == {"live": 3, "proven": 1}


@pytest.mark.slow
def test_undeploy_empties_the_buckets_and_deletes_all(
    options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    moto_account.create_stack((options.root / "infra/stack.yaml").read_text())
    moto_account.push_image("any")
    s3 = boto3.client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        s3.put_object(Bucket=bucket["Name"], Key="a", Body=b"a")
    with pytest.raises(Refused, match="Rien n’a été changé"):
        undeploy(replace(options, confirm=refuse))
    assert pages() == {"a"}
    undeploy(options)
    assert s3.list_buckets()["Buckets"] == []
    assert boto3.client("ecr").describe_repositories()["repositories"] == []
    assert main(["undeploy"], options.root) == 1
    assert "Il n’y a pas de pile « courtois » dans la région eu-west-3" in capsys.readouterr().err


def test_the_edge_takes_known_parameters_and_says_its_price(
    options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refused, match="Continuer"):
        edge(replace(options, confirm=refuse))
    assert "environ 7 $ par mois" in capsys.readouterr().out
    with pytest.raises(Refused, match="« Ink » est inconnu ; la pile connaît Domain, RateLimit"):
        edge(replace(options, parameters={"Ink": "blue"}))
    with pytest.raises(Refused, match="le secret ne se choisit pas"):
        edge(replace(options, parameters={"OriginSecret": "mine"}))


def test_an_image_that_cannot_be_built_says_which_step(options: Options, tmp_path: Path) -> None:
    (tmp_path / "docker").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(Refused, match=r"docker build » a échoué : il dit pourquoi"):
        image.publish(options.aws, options.root, "123456789012", "try")


def test_the_stack_is_given_what_changes_and_keeps_the_rest() -> None:
    aws = AwsCli(REGION)
    usual, no_edge = Options(aws, Path(), NOW, {}, print), Stack(aws, "courtois-edge")

    def chosen(
        kept: dict[str, str], image: str = "i", edge: Stack = no_edge, **options: Any
    ) -> dict[str, str]:
        stack = Stack(aws, "courtois", "UPDATE_COMPLETE", {}, kept)
        return values(replace(usual, **options), "a@b.fr", stack, edge, "template", image)

    first = chosen({})
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", first["OriginSecret"])
    assert first["OriginSecret"] != chosen({})["OriginSecret"]
    assert (first["AlarmEmail"], first["LawReminderOn"]) == ("a@b.fr", "2026-12-21T09:00:00")
    assert first["Release"].startswith("20261122T090000Z-")
    assert chosen(first).keys() == {"ImageUri", "LawKnownUntil", "LawReminderOn"}
    assert chosen(first, image="j").keys() - chosen(first).keys() == {"Release"}
    assert chosen(first, new_secret=True).keys() >= {"Release", "OriginSecret"}
    arns = {"CertificateArn": "arn:c", "WebAclArn": ""}
    edge_stack = Stack(aws, "courtois-edge", "CREATE_COMPLETE", arns, {"Domain": "a.test"})
    with_edge = chosen(first, edge=edge_stack)
    assert (with_edge["Domain"], with_edge["CertificateArn"]) == ("a.test", "arn:c")
    assert chosen(first, edge=edge_stack, parameters={"Domain": ""})["Domain"] == ""


@pytest.mark.server
def test_each_broken_promise_of_the_site_is_a_sentence(
    home: Path, closed: str, tmp_path: Path
) -> None:
    stricter, address = tmp_path / "stricter", frozen_instance(home).address
    shutil.copytree(home, stricter, symlinks=True)
    (stricter / "build/headers.json").write_text('{"Content-Security-Policy": "none"}')
    (stricter / "build/site/404.html").write_text("Introuvable, autrement")
    faults = smoke.lasting_faults(outputs(home, address), stricter, pause=0)
    assert sum("Content-Security-Policy absent ou différent" in fault for fault in faults) == 4
    assert "Essai, une page absente : il y manque « Introuvable, autrement »" in faults
    assert faults[-1].endswith("sans le secret : réponse 200 au lieu de 403")
    unserved = outputs(home, closed) | {"SiteUrl": f"http://127.0.0.1:{free_port()}/"}
    faults = smoke.lasting_faults(unserved, home, pause=0)
    assert ["pas de réponse lisible" in fault for fault in faults] == [True] * 4


def test_a_refusal_after_the_stack_says_what_to_do() -> None:
    with pytest.raises(Refused, match=r'mettez address = "https://d1\.test/" dans site/instance'):
        check_address("https://a-venir.invalid/", "https://d1.test/")
    site = {"SiteUrl": "https://a.test/", "DistributionDomain": "d1.test", "FunctionVersion": "3"}
    _, record, back = next_steps(site, proven=2)
    assert "créez a.test CNAME d1.test." in record
    assert back.endswith("make rollback.")
    assert len(next_steps(site | {"DistributionDomain": "a.test"}, proven=3)) == 1
