"""What AWS refuses, as a sentence: which permission, which quota, which key, and what to do."""

from __future__ import annotations

import re

import pytest
from botocore import exceptions as aws

from infra.deploy.faults import explained, sentence


def refused(code: str, message: str = "", operation: str = "CreateFunction") -> aws.ClientError:
    return aws.ClientError({"Error": {"Code": code, "Message": message}}, operation)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (aws.NoCredentialsError(), ["Aucun identifiant AWS", "AWS_PROFILE"]),
        (aws.PartialCredentialsError(provider="env", cred_var="x"), ["incomplets"]),
        (aws.ProfileNotFound(profile="alix"), ["« alix » n’existe pas", "corrigez AWS_PROFILE"]),
        (aws.SSOTokenLoadError(error_msg="x"), ["a expiré", "aws sso login"]),
        (aws.EndpointConnectionError(endpoint_url="https://x"), ["injoignable", "https://x"]),
        (aws.ReadTimeoutError(endpoint_url="https://x"), ["injoignable"]),
        (aws.ProxyConnectionError(proxy_url="http://p"), ["injoignable (http://p)"]),
        (aws.HTTPClientError(error="x"), ["AWS est injoignable : vérifiez"]),
        (aws.WaiterError("Invalidation", "Max attempts exceeded", {}), ["pas fini à temps"]),
        (refused("ExpiredTokenException"), ["a expiré"]),
        (refused("InvalidClientTokenId"), ["ne reconnaît pas", "Réactivez-la dans IAM", "Horloge"]),
        (refused("ThrottlingException"), ["moins vite", "attendez une minute"]),
        (refused("LimitExceededException", "10 functions"), ["quota", "10 functions"]),
        (refused("OptInRequired", "sign up"), ["pas encore ouvert", "sign up"]),
    ],
)
def test_what_is_known_is_said_with_what_to_do(error: Exception, words: list[str]) -> None:
    said = sentence(error)
    assert all(word in said for word in words), said
    assert "\n" not in said
    assert not re.search(r"\b(the|could|not|failed|client)\b", said), (
        said
    )  # the library's own English


def test_a_missing_permission_is_named_as_the_service_names_it() -> None:
    message = (
        "User: arn:aws:iam::123456789012:user/alix is not authorized to perform: ecr:CreateRepository "
        "on resource: arn:aws:ecr:eu-west-3:123456789012:repository/courtois"
    )
    said = sentence(refused("AccessDeniedException", message))
    assert "« ecr:CreateRepository »" in said
    assert "infra/deploy/policy.json" in said


def test_a_permission_the_service_keeps_to_itself_is_told_by_the_call() -> None:
    assert "« PutObject »" in sentence(refused("AccessDenied", "Access Denied", "PutObject"))


def test_what_nobody_foresaw_is_told_with_its_code_and_its_own_words() -> None:
    said = sentence(refused("InkException", "no more ink"))
    assert said == "CreateFunction a été refusé (InkException) : no more ink"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("Your account must be verified before you can add new CloudFront resources", "support"),
        ("CNAMEAlreadyExists: one or more", "autre distribution"),
        ("User x is not authorized to perform: iam:CreateRole", "infra/deploy/policy.json"),
        (
            "Scope ARN: arn:aws:iam::123456789012:policy/courtois-boundary does not exist or is not attachable.",
            "étape 2",
        ),
        ("the image manifest, config or layer media type is not supported", "attestations"),
    ],
)
def test_a_resource_that_cannot_be_made_says_what_to_do_then_what_aws_said(
    reason: str, words: str
) -> None:
    said = explained(
        f'Resource handler returned message: "{reason}" (RequestToken: 1-2, HandlerErrorCode: X)'
    )
    assert words in said
    assert said.endswith(f"(AWS dit : {reason})")
