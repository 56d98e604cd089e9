"""An AWS account on this machine: moto's server, which the real AWS CLI asks over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest

from bench.served import free_port
from infra.deploy.aws_cli import REGION, Refused

SERVER = str(Path(__file__).with_name("moto_server.py"))
FUNCTION = {"FunctionName": "courtois-Function"}
ORIGIN = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
ANYONE = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests"}
APART = {"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull}
APART |= {"AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_DEFAULT_REGION": REGION}


def allow_all(to: pytest.MonkeyPatch) -> None:
    """Let the AWS CLI do anything."""
    for name, value in ANYONE.items():
        to.setenv(name, value)
    tell("reset-auth", "1e9")


def tell(path: str, value: str = "") -> None:
    """Give moto itself an order."""
    kind = {"Content-Type": "text/plain"}
    address = f"{os.environ['AWS_ENDPOINT_URL']}/moto-api/{path}"
    order = urllib.request.Request(address, value.encode(), kind)
    urllib.request.urlopen(order).close()


def allow_only(actions: list[Any], to: pytest.MonkeyPatch) -> None:
    """Let the AWS CLI be a user who may do these actions, on anything: moto reads no more."""
    allowed = [{"Effect": "Allow", "Action": action, "Resource": "*"} for action in actions]
    policy = json.dumps({"Version": "2012-10-17", "Statement": allowed})
    iam, user = boto3.client("iam"), {"UserName": "alix"}
    iam.create_user(**user)
    iam.put_user_policy(PolicyName="all", PolicyDocument=policy, **user)
    key = iam.create_access_key(**user)["AccessKey"]
    to.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])
    to.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])
    tell("reset-auth", "0")


def stack(template: str, **parameters: str) -> None:
    """Create the stack without the AWS CLI: it is quicker."""
    pairs = [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
    request = {"StackName": "courtois", "TemplateBody": template, "Parameters": pairs}
    boto3.client("cloudformation").create_stack(**request)


def distribution() -> str:
    """Create a distribution and return its identifier."""
    origin = {"Id": "site", "DomainName": "a.test", "CustomOriginConfig": ORIGIN}
    config = {"Origins": {"Quantity": 1, "Items": [origin]}, "CallerReference": "1"}
    behaviour = {"TargetOriginId": "site", "ViewerProtocolPolicy": "allow-all"}
    config |= {"DefaultCacheBehavior": behaviour, "Comment": "", "Enabled": True}
    made = boto3.client("cloudfront").create_distribution(DistributionConfig=config)
    return str(made["Distribution"]["Id"])


def publish(*descriptions: str, **aliases: int) -> None:
    """Publish versions of the function, and lead aliases to them."""
    role = boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]
    functions, code = boto3.client("lambda"), {"Role": role["Arn"], "Code": {"ImageUri": "x"}}
    functions.create_function(PackageType="Image", **code, **FUNCTION)
    for description in descriptions:
        functions.update_function_configuration(Description=description, **FUNCTION)
        functions.publish_version(Description=description, **FUNCTION)
    for name, version in aliases.items():
        functions.create_alias(Name=name, FunctionVersion=str(version), **FUNCTION)


def aliases() -> dict[str, int]:
    """Return the version that each alias of the function leads to."""
    listed = boto3.client("lambda").list_aliases(**FUNCTION)["Aliases"]
    return {alias["Name"]: int(alias["FunctionVersion"]) for alias in listed}


def image(name: str) -> str:
    """Register an image and return its digest."""
    manifest = json.dumps({"mediaType": "m", "layers": [{"digest": name}]})
    boto3.client("ecr").create_repository(repositoryName="courtois")
    request = {"repositoryName": "courtois", "imageTag": name, "imageManifest": manifest}
    return str(boto3.client("ecr").put_image(**request)["image"]["imageId"]["imageDigest"])


@contextmanager
def serving() -> Iterator[None]:
    """Serve an empty account, which the AWS CLI and boto3 use, and nothing else."""
    port = str(free_port())
    command = [sys.executable, SERVER, "-p", port]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with pytest.MonkeyPatch.context() as to:
        for name, value in (APART | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}).items():
            to.setenv(name, value)
        boto3.setup_default_session()  # whatever another test left there
        while process.poll() is None:
            try:
                tell("reset")
                break
            except OSError:
                time.sleep(0.1)
        yield
        process.terminate()
        process.wait(timeout=20)


def no(question: str) -> None:
    """Answer as a person who does not agree."""
    raise Refused(question, "Rien n’a été changé.")
