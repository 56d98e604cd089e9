"""Change sets: created, refused, failed or empty, by the real AWS CLI on moto's account."""

from pathlib import Path

import pytest
from moto_account import refuse

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
BROKEN = "  Broken: {Type: AWS::S3::Bucket, Properties: {BucketName: x}}\n"  # too short a name
FIRST = {"Secret": "a=b,c d", "Release": "1"}
AWS = AwsCli(REGION)
NO_STACK = Stack(AWS, "courtois")


@pytest.fixture
def template(account: None, tmp_path: Path) -> Path:
    """A template that moto knows, on an empty account."""
    (tmp_path / "stack.yaml").write_text(TEMPLATE)
    return tmp_path / "stack.yaml"


def test_a_stack_is_created_left_alone_then_changed(
    template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    created = NO_STACK.apply(template, FIRST, print)
    assert (created.status, created.parameters) == ("CREATE_COMPLETE", FIRST)
    assert created.outputs["Topic"].startswith("courtois-Alerts")
    assert "  crée      Pages (AWS::S3::Bucket)\n" in capsys.readouterr().out
    assert created.apply(template, {"Release": "1"}, refuse) == created
    assert capsys.readouterr().out == "Pile : rien à changer.\n"
    changed = created.apply(template, {"Release": "2"}, print)
    assert (changed.status, changed.parameters) == ("UPDATE_COMPLETE", FIRST | {"Release": "2"})
    template.write_text(TEMPLATE.replace(PAGES, ""))
    with pytest.raises(Refused, match=r"Appliquer ces changements \?"):
        changed.apply(template, {}, refuse)
    assert "  supprime  Pages (AWS::S3::Bucket)\n" in capsys.readouterr().out
    assert change_set.read(AWS, "courtois") == changed


def test_a_refused_creation_leaves_nothing(template: Path) -> None:
    with pytest.raises(Refused, match="Rien n’a été changé"):
        NO_STACK.apply(template, FIRST, refuse)
    assert change_set.read(AWS, "courtois") == NO_STACK


def test_a_failure_names_the_resource_and_is_rolled_back(
    template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template.write_text(TEMPLATE.replace(PAGES, PAGES + BROKEN))
    failure = r"« Broken » \(AWS::S3::Bucket\) : InvalidBucketName"
    with pytest.raises(Refused, match=failure):
        NO_STACK.apply(template, FIRST, print)
    failed = change_set.read(AWS, "courtois")
    assert (failed.status, failed.parameters) == ("ROLLBACK_COMPLETE", {})
    template.write_text(TEMPLATE)
    created = failed.apply(template, FIRST, print)
    assert "sa création avait échoué (ROLLBACK_COMPLETE)" in capsys.readouterr().out
    template.write_text(TEMPLATE.replace(PAGES, BROKEN))
    with pytest.raises(Refused, match=failure):
        created.apply(template, {}, print)
    assert change_set.read(AWS, "courtois").status == "UPDATE_ROLLBACK_COMPLETE"
