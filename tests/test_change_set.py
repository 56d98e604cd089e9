"""Change sets: created, refused, failed or empty, by the real AWS CLI on moto's account."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import boto3
import moto_account
import pytest
from moto_account import no

from infra.deploy import change_set
from infra.deploy.aws_cli import REGION, AwsCli, Refused
from infra.deploy.change_set import Stack

TEMPLATE = """
Parameters:
  Secret: {Type: String, NoEcho: true}
  Release: {Type: String, Default: "1"}
Resources:
  Alerts: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Release}}
  Pages: {Type: AWS::S3::Bucket}
Outputs:
  Topic: {Value: !GetAtt Alerts.TopicName}
"""
PAGES = "  Pages: {Type: AWS::S3::Bucket}\n"
BROKEN = "  Broken: {Type: AWS::S3::Bucket, Properties: {BucketName: taken}}\n"
FIRST = {"Secret": "a=b,c d", "Release": "1"}
AWS, NO_STACK = AwsCli(REGION), Stack("", {}, {})


@pytest.fixture
def template(account: None, tmp_path: Path) -> Path:
    """A template that moto knows, on an account where a bucket is taken."""
    there = {"LocationConstraint": REGION}
    boto3.client("s3").create_bucket(Bucket="taken", CreateBucketConfiguration=there)
    (tmp_path / "stack.yaml").write_text(TEMPLATE)
    return tmp_path / "stack.yaml"


@pytest.fixture
def standing(template: Path) -> Stack:
    """The stack of that template."""
    moto_account.stack(TEMPLATE, **FIRST)
    return change_set.read(AWS, "courtois")


def bring(
    template: Path, before: Stack, values: dict[str, str], confirm: Callable[[str], None] = print
) -> Stack:
    return change_set.bring(AWS, "courtois", before, template, values, confirm)


def test_a_stack_is_created_left_alone_then_changed(
    template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    created = bring(template, NO_STACK, FIRST)
    assert (created.status, created.parameters) == ("CREATE_COMPLETE", FIRST)
    assert created.outputs["Topic"].startswith("courtois-Alerts")
    assert "  crée      Pages (AWS::S3::Bucket)\n" in capsys.readouterr().out
    assert bring(template, created, {"Release": "1"}, no) == created
    assert capsys.readouterr().out == "Pile : rien à changer.\n"
    changed = bring(template, created, {"Release": "2"})
    assert (changed.status, changed.parameters) == ("UPDATE_COMPLETE", FIRST | {"Release": "2"})


def test_a_refused_creation_leaves_nothing(template: Path) -> None:
    with pytest.raises(Refused, match="Rien n’a été changé"):
        bring(template, NO_STACK, FIRST, no)
    assert change_set.read(AWS, "courtois") == NO_STACK


def test_a_refused_update_changes_nothing(
    template: Path, standing: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    template.write_text(TEMPLATE.replace(PAGES, ""))
    with pytest.raises(Refused, match=r"Appliquer ces changements \?"):
        bring(template, standing, {}, no)
    assert "  supprime  Pages (AWS::S3::Bucket)\n" in capsys.readouterr().out
    assert change_set.read(AWS, "courtois") == standing


def test_a_failed_creation_names_the_resource_and_is_made_again(
    template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template.write_text(TEMPLATE.replace(PAGES, PAGES + BROKEN))
    with pytest.raises(Refused, match=r"« Broken » \(AWS::S3::Bucket\) : BucketAlreadyExists"):
        bring(template, NO_STACK, FIRST)
    failed = change_set.read(AWS, "courtois")
    assert (failed.status, failed.parameters) == ("ROLLBACK_COMPLETE", {})
    template.write_text(TEMPLATE)
    assert bring(template, failed, FIRST).status == "CREATE_COMPLETE"
    assert "sa création avait échoué (ROLLBACK_COMPLETE)" in capsys.readouterr().out
