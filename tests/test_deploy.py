"""A whole deployment onto a site that is served, its last check, its way back. AWS stubbed, the store for real."""

from __future__ import annotations

import fnmatch
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import seaweed
from aws_stand_in import (
    ABSENT,
    CHANGE_SET,
    DIGEST,
    INSTANCE,
    NUMBER,
    OUTPUTS,
    PARAMETERS,
    READS,
    TODAY,
    Account,
    account,
    allows,
    answering,
    as_it_stands,
    holds,
    leaves,
    lets_in,
    no,
    proves,
    publishes,
    runs,
    settle,
    shows,
    yes,
)
from botocore.stub import ANY
from conftest import ROOT

from bench.served import free_port, serving
from infra.deploy import alias, edge, removal, smoke, steps
from infra.deploy.faults import Refused

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1"
OLD = "sha256:" + "b" * 64


@pytest.fixture(scope="module")
def online(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """An instance of one's own, frozen and served: its folder and its address."""
    house = tmp_path_factory.mktemp("house")
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    for name in ("infra", "site"):
        (house / name).mkdir()
    for name in ("templates", "courtois", "functions", "requirements-aws.txt"):
        (house / name).symlink_to(root / name)
    for name in (
        "site/instance.example.toml",
        "infra/Dockerfile",
        "infra/stack.yaml",
        "infra/fonts.conf",
    ):
        shutil.copy(root / name, house / name)
    instance = INSTANCE.format(address=address, contact="alix@studio.test")
    (house / "site/instance.toml").write_text(instance, encoding="utf-8")
    options = ["--templates", "templates", "--instance", "site/instance.toml", "--build", "build"]
    options += ["--guides", str(root / "site/guides"), "--pages", str(root / "site/pages")]
    for command in (
        ["courtois_site.freeze", *options],
        ["courtois_build.openapi", "build/openapi.json"],
    ):
        subprocess.run([sys.executable, "-m", *command], cwd=house, check=True, capture_output=True)
    with serving(house, PORT=str(port)):
        yield house, address


class Door(BaseHTTPRequestHandler):
    """Lambda's own address, which answers `status` to whoever has no secret."""

    status, promised = 403, "0"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Length", self.promised)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def law_as_it_is(root: Path, law_from: Callable[[Path], None]) -> None:
    """What is served knows all the files say; whoever visits it compares."""
    law_from(root / "courtois" / "law")


@pytest.fixture
def door() -> Iterator[tuple[str, type[Door]]]:
    """The function's own address, and what to change to leave it open."""
    kind = type("ThisDoor", (Door,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/of-the-function-alone/", kind
        server.shutdown()
        thread.join()


def test_a_site_that_keeps_its_promises_has_no_fault(
    online: tuple[Path, str], door: tuple[str, type[Door]]
) -> None:
    house, address = online
    assert smoke.settled(smoke.Visit(address, door[0], house), pause=0) == []


def test_a_function_open_to_all_is_a_fault(
    online: tuple[Path, str], door: tuple[str, type[Door]]
) -> None:
    house, address = online
    door[1].status = 200
    (fault,) = smoke.settled(smoke.Visit(address, door[0], house), tries=2, pause=0)
    assert "répond 200 à qui n’a pas le secret" in fault


@pytest.mark.parametrize("status", [200, 403])
def test_an_answer_that_stops_half_way_is_a_fault_and_not_a_breakdown(
    online: tuple[Path, str], door: tuple[str, type[Door]], status: int
) -> None:
    house, address = online
    door[1].status, door[1].promised = status, "10"  # and none come
    (fault,) = smoke.settled(smoke.Visit(address, door[0], house), tries=1, pause=0)
    assert fault.startswith("la porte de derrière : pas de réponse lisible")
    assert not smoke.lasts(door[0], pause=0)


def test_a_demonstration_is_a_fault(
    server: str, root: Path, built: Path, door: tuple[str, type[Door]]
) -> None:
    (fault,) = smoke.settled(smoke.Visit(f"{server}/", door[0], root), tries=1, pause=0)
    assert "Instance de démonstration" in fault


def test_a_header_that_is_not_sent_is_a_fault_wherever_it_lacks(
    online: tuple[Path, str], door: tuple[str, type[Door]], tmp_path: Path
) -> None:
    house, address = online
    stricter = tmp_path / "stricter"
    shutil.copytree(house, stricter, symlinks=True)
    promised = json.loads((house / "build/headers.json").read_text("utf-8"))
    promised["Content-Security-Policy"] = "default-src 'none'"
    (stricter / "build/headers.json").write_text(json.dumps(promised))
    told = smoke.settled(smoke.Visit(address, door[0], stricter), tries=1, pause=0)
    assert len(told) == 4  # home, health, letter, missing page
    assert all("Content-Security-Policy" in fault for fault in told)


def test_another_page_than_ours_in_the_place_of_a_missing_one_is_a_fault(
    online: tuple[Path, str], door: tuple[str, type[Door]], tmp_path: Path
) -> None:
    house, address = online
    rewritten = tmp_path / "rewritten"
    shutil.copytree(house, rewritten, symlinks=True)
    (rewritten / "build/site/404.html").write_text("<p>Introuvable</p>")
    (fault,) = smoke.settled(smoke.Visit(address, door[0], rewritten), tries=1, pause=0)
    assert fault.startswith("une page absente : ")


def test_a_site_that_does_not_answer_is_told_in_sentences(
    online: tuple[Path, str], door: tuple[str, type[Door]]
) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/"
    told = smoke.settled(smoke.Visit(nobody, door[0], online[0]), tries=1, pause=0)
    assert [fault.split(" : ")[0] for fault in told] == [
        "l’accueil",
        "l’état de la fonction",
        "une lettre",
        "une page absente",
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[seaweed.Seaweed]:
    with seaweed.serving(tmp_path_factory.mktemp("s3")) as running:
        yield running


@pytest.fixture
def cloud_with_store(store: seaweed.Seaweed) -> Iterator[Account]:
    with account(store.environment) as one:
        yield one


def served_at(address: str, bucket: str, status: str = "CREATE_COMPLETE") -> dict[str, Any]:
    answer = as_it_stands(status)
    outputs = OUTPUTS | {"SiteUrl": address, "SiteBucket": bucket}
    told = [{"OutputKey": k, "OutputValue": v} for k, v in outputs.items()]
    answer["Stacks"][0]["Outputs"] = told
    return answer


def comes_up(aws: Account, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    """Every answer from the checks until the function answers."""
    allows(aws, before)
    shows(aws, None)
    if before:
        aws.answers("cloudformation", "get_template", {"TemplateBody": "another"})
    shows(aws, None)
    aws.answers("ecr", "describe_repositories", {"repositories": []})
    lets_in(aws)
    shows(aws, DIGEST)
    if before:
        aws.answers("cloudformation", "describe_stacks", before)
    else:
        aws.refuses("cloudformation", "describe_stacks", *ABSENT)
    aws.answers("cloudformation", "create_change_set", {"Id": CHANGE_SET})
    aws.answers("cloudformation", "describe_change_set", {"Status": "CREATE_COMPLETE"})
    change = {"Action": "Modify", "LogicalResourceId": "Function", "ResourceType": "t"}
    aws.answers("cloudformation", "describe_change_set", {"Changes": [{"ResourceChange": change}]})
    aws.answers("cloudformation", "execute_change_set", {})
    for _ in range(2):
        aws.answers("cloudformation", "describe_stacks", after)
    answering(aws, 7)


def goes_up(aws: Account, address: str, bucket: str, door: str) -> None:
    """Every answer of a deployment that goes well, from the checks to the last one; the stack had its address."""
    comes_up(aws, served_at(address, bucket), served_at(address, bucket, "UPDATE_COMPLETE"))
    invalidation = {
        "Id": "I1",
        "Status": "Completed",
        "CreateTime": datetime(2026, 11, 22, tzinfo=UTC),
    }
    batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "x"}
    invalidation["InvalidationBatch"] = batch
    asked = {"DistributionId": "E1", "InvalidationBatch": batch | {"CallerReference": ANY}}
    aws.answers("cloudfront", "create_invalidation", {"Invalidation": invalidation}, asked)
    aws.answers("cloudfront", "get_invalidation", {"Invalidation": invalidation})
    aws.answers("lambda", "get_function_url_config", url_config(door))


def url_config(door: str) -> dict[str, Any]:
    told = {"FunctionUrl": door, "AuthType": "NONE", "CreationTime": "2026-11-22"}
    told |= {"LastModifiedTime": "2026-11-22"}
    return told | {
        "FunctionArn": "arn:aws:lambda:eu-west-3:123456789012:function:courtois-Function"
    }


def allowed(right: str) -> bool:
    """True when the policy that the documents give allows it, on something at least."""
    policy = json.loads((ROOT / "infra/deploy/policy.json").read_text("utf-8"))
    actions = [s["Action"] for s in policy["Statement"]]
    flat = [one for told in actions for one in ([told] if isinstance(told, str) else told)]
    return any(fnmatch.fnmatchcase(right, pattern) for pattern in flat)


def test_a_deployment_goes_from_an_empty_bucket_to_a_site_that_answers(
    cloud_with_store: Account,
    online: tuple[Path, str],
    door: tuple[str, type[Door]],
    docker: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    aws, (house, address) = cloud_with_store, online
    s3 = aws.cloud.client("s3")
    s3.create_bucket(Bucket="first")
    goes_up(aws, address, "first", door[0])
    answering(aws, 7)
    proves(aws, None)
    asked = {"FunctionName": "courtois-Function", "Name": "proven", "FunctionVersion": "7"}
    aws.answers("lambda", "create_alias", {}, asked)
    publishes(aws, "$LATEST", "7")
    runs(aws, {"$LATEST": DIGEST, "7": DIGEST})
    holds(aws, DIGEST, OLD)
    asked = {"repositoryName": "courtois", "imageIds": [{"imageDigest": OLD}]}
    aws.answers("ecr", "batch_delete_image", {}, asked)
    steps.deploy(aws.cloud, steps.Order(house, {}, yes, pause=0), TODAY)
    aws.is_done()
    sent = s3.get_object(Bucket="first", Key="index.html")["Body"].read()
    assert sent == (house / "build/site/index.html").read_bytes()
    writes = [name for name in aws.asked if not name.startswith(READS)]
    order = ["CreateChangeSet", "ExecuteChangeSet", "PutObject", "CreateInvalidation"]
    assert list(dict.fromkeys(writes))[-6:] == [*order, "CreateAlias", "BatchDeleteImage"]
    said = capsys.readouterr().out
    assert (
        f"Compte {NUMBER}, région eu-west-3 (AWS_REGION seule en change), adresse {address}" in said
    )
    assert said.rstrip().endswith(f"En ligne : {address}")
    assert {right for right in aws.rights if not allowed(right)} == {
        "sts:GetCallerIdentity"
    }  # free to all


def test_a_dry_run_tells_the_plan_and_only_reads(
    cloud_with_store: Account,
    online: tuple[Path, str],
    docker: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    aws, (house, address) = cloud_with_store, online
    s3 = aws.cloud.client("s3")
    s3.create_bucket(Bucket="dry")
    s3.put_object(Bucket="dry", Key="gone/index.html", Body=b"old")
    aws.asked.clear()
    who = {"Account": NUMBER, "Arn": "arn:aws:iam::123456789012:user/alix", "UserId": "A"}
    aws.answers("sts", "get_caller_identity", who)
    aws.answers("cloudformation", "describe_stacks", served_at(address, "dry", "UPDATE_COMPLETE"))
    aws.refuses("cloudformation", "describe_stacks", *ABSENT, region="us-east-1")
    aws.answers("cloudformation", "get_template_summary", {"Parameters": PARAMETERS})
    leaves(aws, 990, quota=1000)
    shows(aws, None)
    aws.answers("cloudformation", "get_template", {"TemplateBody": "another"})
    steps.deploy(aws.cloud, steps.Order(house, {}, no, dry_run=True), TODAY)
    aws.is_done()
    assert [name for name in aws.asked if not name.startswith(READS)] == []
    assert "gone/index.html" in {o["Key"] for o in s3.list_objects_v2(Bucket="dry")["Contents"]}
    assert docker.read_text().split()[0] == "info"
    assert len(docker.read_text().splitlines()) == 1
    said = capsys.readouterr().out
    for words in ("à construire et à envoyer", "le modèle a changé", "1 à retirer", "$ hors taxes"):
        assert words in said


def test_a_person_who_says_no_has_changed_nothing(
    cloud_with_store: Account, online: tuple[Path, str], docker: Path
) -> None:
    aws, (house, address) = cloud_with_store, online
    aws.cloud.client("s3").create_bucket(Bucket="refused")
    aws.asked.clear()
    allows(aws, served_at(address, "refused"))
    shows(aws, None)
    aws.answers("cloudformation", "get_template", {"TemplateBody": "another"})
    with pytest.raises(Refused, match="Rien n’a été changé"):
        steps.deploy(aws.cloud, steps.Order(house, {}, no), TODAY)
    assert all(name.startswith(READS) for name in aws.asked)


def test_a_first_deployment_without_a_domain_says_it_will_stop_and_tells_the_address_it_got(
    aws: Account, house: Path, docker: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(house, "https://a-venir.invalid/")
    comes_up(aws, None, as_it_stands("CREATE_COMPLETE"))
    with pytest.raises(Refused, match=r'address = "https://d111\.cloudfront\.net/"'):
        steps.deploy(aws.cloud, steps.Order(house, {}, yes, pause=0), TODAY)
    aws.is_done()
    assert "PutObject" not in aws.asked
    assert "ensuite  arrêt une fois la pile faite" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("proven", "way_on"),
    [(6, "make rollback"), (7, "relancez « make deploy »"), (None, "relancez « make deploy »")],
)
def test_a_deployment_whose_last_check_fails_says_where_the_domain_must_lead_and_how_to_go_back_if_one_can(
    cloud_with_store: Account,
    online: tuple[Path, str],
    door: tuple[str, type[Door]],
    docker: Path,
    proven: int | None,
    way_on: str,
) -> None:
    aws, (house, address) = cloud_with_store, online
    aws.cloud.client("s3").create_bucket(Bucket=f"open-door-{proven or 0}")
    door[1].status = 200
    goes_up(aws, address, f"open-door-{proven or 0}", door[0])
    proves(aws, proven)
    with pytest.raises(Refused) as refused:
        steps.deploy(aws.cloud, steps.Order(house, {}, yes, tries=1, pause=0), TODAY)
    *_, domain, last = refused.value.faults
    assert "127.0.0.1 CNAME d111.cloudfront.net" in domain  # it may still lead to a former host
    assert last.startswith("Déployé, mais l’essai a échoué")
    assert way_on in last
    assert not {"CreateAlias", "UpdateAlias", "DeleteFunction", "BatchDeleteImage"} & set(aws.asked)


def test_the_name_that_cloudfront_gives_wants_no_record() -> None:
    assert steps.domain_record(OUTPUTS) == ""


def goes_back(aws: Account, site: str) -> None:
    """Version 12 answers, 11 came before: every answer until 11 does."""
    aws.answers("cloudformation", "describe_stacks", served_at(site, "site"))
    answering(aws, 12)
    proves(aws, 12)
    publishes(aws, "$LATEST", "9", "11", "12")
    asked = {"FunctionName": "courtois-Function", "Name": "live", "FunctionVersion": "11"}
    aws.answers("lambda", "update_alias", {}, asked)


def test_going_back_lets_the_version_before_answer_and_marks_nothing(
    aws: Account, online: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    goes_back(aws, online[1])  # it may have failed the last check, of which this is but a part
    steps.roll_back(aws.cloud, steps.Order(Path(), {}, yes, pause=0))
    aws.is_done()
    said = capsys.readouterr().out
    assert "la version 11 répondra au lieu de la version 12" in said
    assert "C’est fait" in said
    assert aws.asked.count("UpdateAlias") == 1
    assert "DeleteFunction" not in aws.asked


def test_a_version_that_does_not_answer_any_more_gives_its_place_back(
    aws: Account, door: tuple[str, type[Door]]
) -> None:
    goes_back(aws, door[0])  # it says 403, as a function whose secret has changed
    asked = {"FunctionName": "courtois-Function", "Name": "live", "FunctionVersion": "12"}
    aws.answers("lambda", "update_alias", {}, asked)
    with pytest.raises(
        Refused, match=r"La version 11 ne répond pas.*la version 12 répond de nouveau"
    ):
        steps.roll_back(aws.cloud, steps.Order(Path(), {}, yes, pause=0))
    aws.is_done()


def test_one_cannot_go_back_before_the_first_version(aws: Account) -> None:
    proves(aws, 1)
    publishes(aws, "$LATEST", "1")
    with pytest.raises(Refused, match="la plus ancienne"):
        alias.previous(aws.cloud.client("lambda"), OUTPUTS, 1)


def test_one_goes_back_to_the_last_that_served_well_past_those_that_failed(aws: Account) -> None:
    proves(aws, 10)  # 11 and 12 never passed the last check
    assert alias.previous(aws.cloud.client("lambda"), OUTPUTS, 12) == 10


def test_the_next_deployment_undoes_a_way_back_and_leaves_a_right_alias_alone(aws: Account) -> None:
    functions = aws.cloud.client("lambda")
    answering(aws, 6)
    asked = {"FunctionName": "courtois-Function", "Name": "live", "FunctionVersion": "7"}
    aws.answers("lambda", "update_alias", {}, asked)
    alias.forward(functions, OUTPUTS)
    answering(aws, 7)
    alias.forward(functions, OUTPUTS)
    aws.is_done()
    assert aws.asked.count("UpdateAlias") == 1


def test_only_the_version_that_answers_and_the_last_that_served_well_are_kept(aws: Account) -> None:
    answering(aws, 7)
    proves(aws, 4)
    asked = {"FunctionName": "courtois-Function", "Name": "proven", "FunctionVersion": "7"}
    aws.answers("lambda", "update_alias", {}, asked)
    publishes(aws, "$LATEST", "3", "4", "5", "6", "7")  # 5 and 6 failed their last check
    for version in ("3", "5", "6"):
        asked = {"FunctionName": "courtois-Function", "Qualifier": version}
        aws.answers("lambda", "delete_function", {}, asked)
    alias.vouch(aws.cloud.client("lambda"), OUTPUTS)
    aws.is_done()


def test_the_first_that_served_well_leaves_none_that_failed_to_go_back_to(aws: Account) -> None:
    answering(aws, 7)
    proves(aws, None)
    aws.answers("lambda", "create_alias", {})
    publishes(aws, "$LATEST", "6", "7")
    asked = {"FunctionName": "courtois-Function", "Qualifier": "6"}
    aws.answers("lambda", "delete_function", {}, asked)
    alias.vouch(aws.cloud.client("lambda"), OUTPUTS)
    aws.is_done()


def test_going_back_twice_never_leads_forward_again(aws: Account) -> None:
    proves(aws, 7)
    publishes(aws, "$LATEST", "6", "7")
    with pytest.raises(Refused, match="pas d’autre où revenir"):
        alias.previous(aws.cloud.client("lambda"), OUTPUTS, 6)


def test_the_images_in_use_are_those_of_each_version_and_of_the_one_not_published(
    aws: Account,
) -> None:
    runs(aws, {"$LATEST": DIGEST, "6": OLD, "7": DIGEST})
    assert alias.images(aws.cloud.client("lambda"), OUTPUTS) == {DIGEST, OLD}


def test_deploying_the_same_again_forgets_no_version(aws: Account) -> None:
    answering(aws, 7)
    proves(aws, 7)
    alias.vouch(aws.cloud.client("lambda"), OUTPUTS)
    assert aws.asked == ["GetAlias", "GetAlias"]


def lists(aws: Account, status: str, *certificates: dict[str, str]) -> None:
    asked = {"CertificateStatuses": [status]}
    told = {"CertificateSummaryList": list(certificates)}
    aws.answers("acm", "list_certificates", told, asked, "us-east-1")


def test_a_certificate_that_is_issued_already_is_not_waited_for(
    aws: Account,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ours = {"CertificateArn": CERTIFICATE, "DomainName": "courtois.test"}
    lists(aws, "PENDING_VALIDATION")
    lists(aws, "ISSUED", ours)
    edge.tell_record(aws.cloud.client("acm", "us-east-1"), "courtois.test")  # asks but once
    aws.is_done()
    assert capsys.readouterr().out == ""


RATE = {"ParameterKey": "RateLimit", "DefaultValue": "1000"}


@pytest.mark.parametrize(
    ("address", "given", "words"),
    [
        (
            "https://courtois.test/",
            {},
            'avec pare-feu, environ 7 $ par mois ; sans : SET="RateLimit=0"',
        ),
        ("https://courtois.test/", {"RateLimit": "0"}, "pour courtois.test, sans pare-feu."),
        ("https://d111.cloudfront.net/", {}, "sans domaine, avec pare-feu, environ 7 $ par mois."),
    ],
)
def test_the_edge_says_the_price_of_its_firewall_before_asking(
    aws: Account,
    house: Path,
    capsys: pytest.CaptureFixture[str],
    address: str,
    given: dict[str, str],
    words: str,
) -> None:
    settle(house, address)
    (house / "infra/edge.yaml").write_text("t")
    declared = {"Parameters": [{"ParameterKey": "Domain", "DefaultValue": ""}, RATE]}
    aws.answers("cloudformation", "get_template_summary", declared, region="us-east-1")
    aws.refuses("cloudformation", "describe_stacks", *ABSENT, region="us-east-1")
    with pytest.raises(Refused):
        edge.bring(aws.cloud, steps.Order(house, given, no))
    assert words in capsys.readouterr().out


def test_the_edge_tells_which_record_the_certificate_waits_for(
    aws: Account, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(house, "https://courtois.test/")
    (house / "infra/edge.yaml").write_text("t")
    there = "us-east-1"
    declared = [{"ParameterKey": "Domain", "DefaultValue": ""}, RATE]
    aws.answers("cloudformation", "get_template_summary", {"Parameters": declared}, region=there)
    for _ in range(2):
        aws.refuses("cloudformation", "describe_stacks", *ABSENT, region=there)
    asked = {"StackName": "courtois-edge", "ChangeSetName": ANY, "ChangeSetType": "CREATE"}
    asked |= {"TemplateBody": "t", "Capabilities": ["CAPABILITY_IAM"]}
    asked["Parameters"] = [{"ParameterKey": "Domain", "ParameterValue": "courtois.test"}]
    aws.answers("cloudformation", "create_change_set", {"Id": CHANGE_SET}, asked, there)
    for answer in ({"Status": "CREATE_COMPLETE"}, {"Changes": []}):
        aws.answers("cloudformation", "describe_change_set", answer, region=there)
    aws.answers("cloudformation", "execute_change_set", {}, region=there)
    listed = [
        {"CertificateArn": CERTIFICATE, "DomainName": name}
        for name in ("other.test", "courtois.test")
    ]
    lists(aws, "PENDING_VALIDATION", *listed)
    lists(aws, "ISSUED")
    record = {"Name": "_a.courtois.test.", "Type": "CNAME", "Value": "_b.acm-validations.aws."}
    options = [{"DomainName": "courtois.test", "ResourceRecord": record}]
    described = {"Certificate": {"DomainValidationOptions": options}}
    aws.answers("acm", "describe_certificate", described, region=there)
    for _ in range(2):
        done = as_it_stands("CREATE_COMPLETE")
        aws.answers("cloudformation", "describe_stacks", done, region=there)
    edge.bring(aws.cloud, steps.Order(house, {}, yes))
    aws.is_done()
    assert "_a.courtois.test. CNAME _b.acm-validations.aws." in capsys.readouterr().out


def test_everything_goes_when_asked_to_and_buckets_are_emptied_first(
    cloud_with_store: Account,
) -> None:
    aws = cloud_with_store
    s3 = aws.cloud.client("s3")
    for name in ("site", "partages"):
        s3.create_bucket(Bucket=name)
        s3.put_object(Bucket=name, Key="a", Body=b"a")
    aws.answers("cloudformation", "describe_stacks", as_it_stands())
    aws.answers("sts", "get_caller_identity", {"Account": "123456789012"})
    with pytest.raises(Refused):
        removal.remove(aws.cloud, steps.Order(Path(), {}, no))
    assert s3.list_objects_v2(Bucket="site")["KeyCount"] == 1
    aws.asked.clear()
    aws.answers("cloudformation", "describe_stacks", as_it_stands())
    aws.answers("sts", "get_caller_identity", {"Account": "123456789012"})
    aws.answers("cloudformation", "delete_stack", {}, {"StackName": "courtois"})
    aws.refuses("cloudformation", "describe_stacks", *ABSENT)
    asked = {"repositoryName": "courtois", "force": True}
    aws.answers("ecr", "delete_repository", {}, asked)
    removal.remove(aws.cloud, steps.Order(Path(), {}, yes))
    aws.is_done()
    assert s3.list_objects_v2(Bucket="site")["KeyCount"] == 0
    assert s3.list_objects_v2(Bucket="partages")["KeyCount"] == 0
    removals = [name for name in aws.asked if name.startswith("Delete")]
    assert list(dict.fromkeys(removals)) == ["DeleteObjects", "DeleteRepository", "DeleteStack"]


def test_a_removal_that_stopped_half_way_is_run_again(cloud_with_store: Account) -> None:
    aws = cloud_with_store
    s3 = aws.cloud.client("s3")
    s3.create_bucket(Bucket="left")
    s3.put_object(Bucket="left", Key="a", Body=b"a")
    half = served_at("https://d111.cloudfront.net/", "gone-already", "DELETE_FAILED")
    for output in half["Stacks"][0]["Outputs"]:
        if output["OutputKey"] == "SharesBucket":
            output["OutputValue"] = "left"
    aws.answers("cloudformation", "describe_stacks", half)
    aws.answers("sts", "get_caller_identity", {"Account": NUMBER})
    aws.refuses("ecr", "delete_repository", "RepositoryNotFoundException")
    aws.answers("cloudformation", "delete_stack", {}, {"StackName": "courtois"})
    aws.refuses("cloudformation", "describe_stacks", *ABSENT)
    removal.remove(aws.cloud, steps.Order(Path(), {}, yes))
    aws.is_done()
    assert s3.list_objects_v2(Bucket="left")["KeyCount"] == 0


def test_without_a_stack_nothing_is_removed_and_no_registry_of_that_name(aws: Account) -> None:
    aws.refuses("cloudformation", "describe_stacks", *ABSENT)
    aws.answers("sts", "get_caller_identity", {"Account": NUMBER})
    with pytest.raises(Refused, match=r"région eu-west-3 .*rien n’a été supprimé"):
        removal.remove(aws.cloud, steps.Order(Path(), {}, yes))
    assert aws.asked == ["DescribeStacks", "GetCallerIdentity"]
