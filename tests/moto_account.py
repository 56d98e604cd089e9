"""An AWS account on this machine: moto's server, which the real AWS CLI asks over HTTP."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from seaweed import ENVIRONMENT

from infra.deploy.aws_cli import Refused

FUNCTION = {"FunctionName": "courtois-Function"}


@contextmanager
def serving() -> Iterator[str]:
    """Serve an account, which the AWS CLI and boto3 use, and return its address."""
    from moto.server import ThreadedMotoServer  # moto needs seconds to load

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    address = f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    with pytest.MonkeyPatch.context() as monkeypatch:
        _mend_moto(monkeypatch)
        for name, value in (ENVIRONMENT | {"AWS_ENDPOINT_URL": address}).items():
            monkeypatch.setenv(name, value)
        boto3.setup_default_session()  # another test may have left one
        yield address
    server.stop()


def _mend_moto(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace what moto does otherwise than AWS."""
    from moto.cloudformation.models import CloudFormationBackend, Event
    from moto.cloudformation.responses import CloudFormationResponse
    from moto.cloudfront.models import Invalidation
    from moto.iam.access_control import IAMRequestBase

    moto_executes = CloudFormationBackend.execute_change_set

    def execute(backend: CloudFormationBackend, change_set_name: str, **options: Any) -> None:
        """Execute a change set and compute the outputs; roll back when a resource fails."""
        change_set = backend.change_sets[change_set_name]
        stack, kind = backend.stacks[change_set.stack_id], change_set.change_set_type
        try:
            moto_executes(backend, change_set_name, **options)
        except Exception as error:
            failure = ("Broken", "", "AWS::S3::Bucket", f"{kind}_FAILED", str(error), None)
            stack.events.append(Event(stack.stack_id, stack.name, *failure))
            stack.status = "ROLLBACK_COMPLETE" if kind == "CREATE" else "UPDATE_ROLLBACK_COMPLETE"
        else:
            stack._parse_template()
            stack.output_map = stack._create_output_map()

    monkeypatch.setattr(CloudFormationBackend, "execute_change_set", execute)
    # On AWS a change set without a change can be created; it fails afterwards.
    monkeypatch.setattr(CloudFormationResponse, "_validate_different_update", lambda *_: None)
    # The AWS CLI waits for this very word, which moto writes in capitals.
    status = property(lambda _: "Completed", lambda *_: None)
    monkeypatch.setattr(Invalidation, "status", status, raising=False)
    # moto computes some signatures otherwise than AWS.
    monkeypatch.setattr(IAMRequestBase, "check_signature", lambda _: None)


def call_as_user(actions: list[Any], function: Callable[..., object], *arguments: Any) -> None:
    """Call a function whose AWS CLI may do these actions alone, on anything: moto reads no more of a policy."""
    from moto.core import set_initial_no_auth_action_count

    allowed = [{"Effect": "Allow", "Action": action, "Resource": "*"} for action in actions]
    policy = json.dumps({"Version": "2012-10-17", "Statement": allowed})
    iam, user = boto3.client("iam"), {"UserName": "alix"}
    iam.create_user(**user)
    iam.put_user_policy(PolicyName="all", PolicyDocument=policy, **user)
    key = iam.create_access_key(**user)["AccessKey"]
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])
        set_initial_no_auth_action_count(0)(function)(*arguments)


def create_stack(template: str) -> None:
    """Create the stack without the AWS CLI: it is quicker."""
    boto3.client("cloudformation").create_stack(StackName="courtois", TemplateBody=template)


def publish_versions() -> None:
    """Publish three versions of the function: version 3 answers, version 1 is proven."""
    role = boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]
    functions, code = boto3.client("lambda"), {"Role": role["Arn"], "Code": {"ImageUri": "x"}}
    functions.create_function(PackageType="Image", **code, **FUNCTION)
    for image in ("x@sha256:a", "x@sha256:b", "x@sha256:c"):
        functions.update_function_configuration(Description=image, **FUNCTION)
        functions.publish_version(Description=image, **FUNCTION)
    functions.create_alias(Name="live", FunctionVersion="3", **FUNCTION)
    functions.create_alias(Name="proven", FunctionVersion="1", **FUNCTION)


def aliases() -> dict[str, int]:
    """Return the version that each alias of the function points to."""
    aliases = boto3.client("lambda").list_aliases(**FUNCTION)["Aliases"]
    return {alias["Name"]: int(alias["FunctionVersion"]) for alias in aliases}


def push_image(name: str) -> str:
    """Create the registry with an image, and return its digest."""
    manifest = json.dumps({"mediaType": "m", "layers": [{"digest": name}]})
    registry = boto3.client("ecr")
    registry.create_repository(repositoryName="courtois")
    image = {"repositoryName": "courtois", "imageTag": name, "imageManifest": manifest}
    return str(registry.put_image(**image)["image"]["imageId"]["imageDigest"])


def refuse(question: str) -> None:
    """Answer as a person who does not agree."""
    raise Refused(question, "Rien n’a été changé.")
