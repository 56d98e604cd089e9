"""AWS as the deployment sees it: botocore's own stubs, which check each question and answer by the model.

Nothing leaves this machine: a call that no test expected fails.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import seaweed
from botocore.stub import Stubber

from infra.deploy.cloud import Cloud
from infra.deploy.faults import Refused
from infra.deploy.stack import Stack

INSTANCE = """address = "{address}"
publisher = "Studio Perrin, SARL, 12 rue des Lilas, 69003 Lyon"
director = "Alix Perrin"
host = "Un hébergeur, 1 place de la Bourse, 33000 Bordeaux"
contact = "{contact}"
"""


NOWHERE = {
    "AWS_ACCESS_KEY_ID": "tests",
    "AWS_SECRET_ACCESS_KEY": "tests",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",  # where nobody answers
}
RIGHT = {"HeadObject": "GetObject", "ListObjectsV2": "ListBucket", "DeleteObjects": "DeleteObject"}
NUMBER = "123456789012"
TODAY = date(2026, 11, 22)
DIGEST = "sha256:" + "a" * 64
IMAGE = f"{NUMBER}.dkr.ecr.eu-west-3.amazonaws.com/courtois@{DIGEST}"
READS = ("Describe", "Get", "Head", "List")
ABSENT = ("ValidationError", "Stack with id courtois does not exist")
PARAMETERS = [
    {"ParameterKey": "ImageUri"},
    {"ParameterKey": "OriginSecret", "NoEcho": True},
    {"ParameterKey": "Release", "DefaultValue": "1"},
    {"ParameterKey": "ReservedConcurrency", "DefaultValue": "10"},
    {"ParameterKey": "MemorySize", "DefaultValue": "1769"},
    {"ParameterKey": "AlarmEmail"},
    {"ParameterKey": "LawReminderOn", "DefaultValue": ""},
    {"ParameterKey": "LawKnownUntil", "DefaultValue": ""},
    {"ParameterKey": "Domain", "DefaultValue": ""},
    {"ParameterKey": "CertificateArn", "DefaultValue": ""},
    {"ParameterKey": "WebAclArn", "DefaultValue": ""},
]
DECLARED = {one["ParameterKey"]: one.get("DefaultValue") for one in PARAMETERS}
OUTPUTS = {
    "SiteUrl": "https://d111.cloudfront.net/",
    "SiteBucket": "site",
    "SharesBucket": "partages",
    "DistributionId": "E1",
    "DistributionDomain": "d111.cloudfront.net",
    "FunctionName": "courtois-Function",
    "AliasName": "live",
    "FunctionVersion": "7",
}
CHANGE_SET = "arn:aws:cloudformation:eu-west-3:123456789012:changeSet/courtois-1/1"


class Account:
    """One account that answers what it was told to, in order, and notes what it is asked."""

    def __init__(self) -> None:
        self.cloud = Cloud(seaweed.REGION)
        self.asked: list[str] = []
        self.rights: set[str] = set()  # what IAM calls the same
        self._stubs: dict[tuple[str, str], Stubber] = {}
        self.cloud.session.events.register("provide-client-params", self._note)

    def _note(self, model: Any, **_: Any) -> None:
        self.asked.append(model.name)
        self.rights.add(f"{model.service_model.signing_name}:{RIGHT.get(model.name, model.name)}")

    def _stub(self, service: str, region: str) -> Stubber:
        key = (service, region)
        if key not in self._stubs:
            self._stubs[key] = Stubber(self.cloud.client(service, region))
            self._stubs[key].activate()
        return self._stubs[key]

    def answers(
        self,
        service: str,
        operation: str,
        answer: dict[str, Any],
        expected: dict[str, Any] | None = None,
        region: str = seaweed.REGION,
    ) -> None:
        """The next call to that service is this one, and is answered so."""
        self._stub(service, region).add_response(operation, answer, expected)

    def refuses(
        self,
        service: str,
        operation: str,
        code: str,
        message: str = "",
        region: str = seaweed.REGION,
    ) -> None:
        """The next call to that service is this one, and is refused."""
        stub = self._stub(service, region)
        stub.add_client_error(operation, service_error_code=code, service_message=message)

    def is_done(self) -> None:
        """Every answer foreseen was asked for."""
        for stub in self._stubs.values():
            stub.assert_no_pending_responses()


@contextmanager
def account(environment: dict[str, str] | None = None) -> Iterator[Account]:
    """An account for one test; `environment` is added, for a store that is real."""
    with pytest.MonkeyPatch.context() as to:
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION"):
            to.delenv(name, raising=False)
        for name, value in (NOWHERE | (environment or {})).items():
            to.setenv(name, value)
        yield Account()


def yes(question: str) -> None:
    """The person agrees."""


def no(question: str) -> None:
    """The person does not."""
    raise Refused("Rien n’a été changé.")


def as_it_stands(status: str = "UPDATE_COMPLETE", **more: str) -> dict[str, Any]:
    """What describe_stacks answers."""
    parameters = {"ImageUri": IMAGE, "ReservedConcurrency": "10", "OriginSecret": "****"} | more
    told = {
        "StackName": "courtois",
        "CreationTime": datetime(2026, 11, 1, tzinfo=UTC),
        "StackStatus": status,
        "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        "Outputs": [{"OutputKey": k, "OutputValue": v} for k, v in OUTPUTS.items()],
    }
    return {"Stacks": [told]}


def shows(aws: Account, digest: str | None) -> None:
    if digest:
        answer = {"imageDetails": [{"imageDigest": digest}]}
        aws.answers("ecr", "describe_images", answer)
    else:
        aws.refuses("ecr", "describe_images", "ImageNotFoundException")


def lets_in(aws: Account) -> None:
    token = base64.b64encode(b"AWS:pass word").decode()
    data = {"authorizationData": [{"authorizationToken": token}]}
    aws.answers("ecr", "get_authorization_token", data)


def answering(aws: Account, version: int) -> None:
    asked = {"FunctionName": "courtois-Function", "Name": "live"}
    aws.answers("lambda", "get_alias", {"FunctionVersion": str(version)}, asked)


def proves(aws: Account, version: int | None) -> None:
    """The last version that passed the last check."""
    asked = {"FunctionName": "courtois-Function", "Name": "proven"}
    if version is None:
        aws.refuses("lambda", "get_alias", "ResourceNotFoundException")
    else:
        aws.answers("lambda", "get_alias", {"FunctionVersion": str(version)}, asked)


def publishes(aws: Account, *versions: str) -> None:
    told = {"Versions": [{"Version": version} for version in versions]}
    aws.answers("lambda", "list_versions_by_function", told)


def runs(aws: Account, versions: Mapping[str, str]) -> None:
    """The versions published, and the image that each one runs."""
    publishes(aws, *versions)
    for name, digest in versions.items():
        asked = {"FunctionName": "courtois-Function", "Qualifier": name}
        code = {"Code": {"ResolvedImageUri": f"{IMAGE.partition('@')[0]}@{digest}"}}
        aws.answers("lambda", "get_function", code, asked)


def holds(aws: Account, *digests: str) -> None:
    """The images in the registry; the first has two names."""
    told = [{"imageDigest": digest, "imageTag": digest[-4:]} for digest in digests]
    told.append({"imageDigest": digests[0], "imageTag": "again"})
    aws.answers("ecr", "list_images", {"imageIds": told}, {"repositoryName": "courtois"})


def standing(**parameters: str) -> Stack:
    known = dict.fromkeys(DECLARED, "before") | {"ImageUri": IMAGE} | parameters
    return Stack("UPDATE_COMPLETE", known, OUTPUTS)


def settle(house: Path, address: str, contact: str = "alix@studio.test") -> None:
    text = INSTANCE.format(address=address, contact=contact)
    (house / "site/instance.toml").write_text(text, encoding="utf-8")
    (house / "build/site/robots.txt").write_text(f"Sitemap: {address}sitemap.xml\n")


def allows(aws: Account, before: dict[str, Any] | None, executions: int = 1000) -> None:
    """The account answers every check, has that many executions, all free, and that stack or none."""
    who = {"Account": NUMBER, "Arn": "arn:aws:iam::123456789012:user/alix", "UserId": "A"}
    aws.answers("sts", "get_caller_identity", who)
    if before:
        aws.answers("cloudformation", "describe_stacks", before)
    else:
        aws.refuses("cloudformation", "describe_stacks", *ABSENT)
    aws.refuses("cloudformation", "describe_stacks", *ABSENT, region="us-east-1")
    aws.answers("cloudformation", "get_template_summary", {"Parameters": PARAMETERS})
    leaves(aws, executions)


def leaves(aws: Account, free: int, quota: int | None = None) -> None:
    """Simultaneous executions that nothing reserves, out of as many unless said."""
    limit = {"ConcurrentExecutions": quota or free, "UnreservedConcurrentExecutions": free}
    aws.answers("lambda", "get_account_settings", {"AccountLimit": limit})
