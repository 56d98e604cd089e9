"""The stacks as they are written: what is open, who may do what, what is kept, who is warned."""

import fnmatch
import json
import re
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cfnlint.decode import cfn_yaml

from courtois_api.pdf import LONGEST_WAIT
from courtois_site.headers import HEADERS
from infra.deploy.aws_cli import EDGE_REGION, REGION

INFRA = Path(__file__).parents[1] / "infra"
STACK: dict[str, Any] = cfn_yaml.load(str(INFRA / "stack.yaml"))
EDGE: dict[str, Any] = cfn_yaml.load(str(INFRA / "edge.yaml"))
RESOURCES: dict[str, Any] = STACK["Resources"]
FUNCTION = RESOURCES["Function"]["Properties"]
FRONT = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
BEHAVIOURS = [{"PathPattern": "*"} | FRONT["DefaultCacheBehavior"], *FRONT["CacheBehaviors"]]
PATHS = {behaviour["PathPattern"]: behaviour for behaviour in BEHAVIOURS}
ORIGINS = {origin["Id"]: origin for origin in FRONT["Origins"]}
# Each right that the stack gives: who, to do what, on what.
GRANTS = {
    ("FunctionRole", "s3:GetObject", "${SharesBucket.Arn}/partages/*"),
    ("FunctionRole", "s3:PutObject", "${SharesBucket.Arn}/partages/*"),
    ("FunctionRole", "logs:CreateLogStream", "FunctionLogs.Arn"),
    ("FunctionRole", "logs:PutLogEvents", "FunctionLogs.Arn"),
    ("LawReminderRole", "sns:Publish", "Alerts"),
    ("cloudfront.amazonaws.com", "s3:GetObject", "${SiteBucket.Arn}/*"),
    ("cloudfront.amazonaws.com", "s3:ListBucket", "SiteBucket.Arn"),
    ("cloudwatch.amazonaws.com", "sns:Publish", "Alerts"),
}
TRUSTED = {"FunctionRole": "lambda.amazonaws.com", "LawReminderRole": "scheduler.amazonaws.com"}
IN_CLEAR = {"Bool": {"aws:SecureTransport": "false"}}


def of_type(kind: str) -> dict[str, Any]:
    """The properties of every resource of a type, by name."""
    return {n: r["Properties"] for n, r in RESOURCES.items() if r["Type"] == f"AWS::{kind}"}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def named(resource: Any) -> str:
    """The resource that a statement names, as `Name.Attribute` or as a pattern."""
    ((function, name),) = resource.items() if isinstance(resource, dict) else [("", resource)]
    return ".".join(name) if function == "Fn::GetAtt" else str(name)


def under(value: Any, key: str) -> Iterator[Any]:
    """Every value under a key, however deep."""
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if name == key:
            yield from listed(inner)
        if isinstance(inner, dict | list):
            yield from under(inner, key)


def granted(holder: str, statement: dict[str, Any]) -> set[tuple[str, str, str]]:
    """The rights that one statement gives. A service that acts for another account is `anyone`."""
    effect, condition = statement["Effect"], statement.get("Condition", {})
    principal = statement.get("Principal", {"Service": holder})
    if (effect, principal, condition) == ("Deny", "*", IN_CLEAR):
        return set()
    if statement["Action"] == "sts:AssumeRole" and principal == {"Service": TRUSTED[holder]}:
        return set()
    is_ours = "Principal" not in statement or "StringEquals" in condition
    who = principal["Service"] if is_ours and "Service" in principal else "anyone"
    resources = [named(resource) for resource in listed(statement.get("Resource", ""))]
    return {(who, action, name) for action in listed(statement["Action"]) for name in resources}


@pytest.mark.server
def test_cfn_lint_is_silent() -> None:
    command = [Path(sysconfig.get_path("scripts")) / "cfn-lint", "--include-checks", "I"]
    command += ["--regions", REGION, EDGE_REGION, "--", INFRA / "stack.yaml", INFRA / "edge.yaml"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)
    assert (INFRA / "stack.yaml").stat().st_size < 51_200  # bytes that CloudFormation takes


def test_every_statement_together_grants_what_is_listed() -> None:
    grants = set()
    for name, resource in RESOURCES.items():
        for statement in under(resource, "Statement"):
            grants |= granted(name, statement)
    assert grants == GRANTS


def test_every_bucket_is_closed_and_refuses_what_is_in_clear() -> None:
    for name, bucket in of_type("S3::Bucket").items():
        assert list(bucket["PublicAccessBlockConfiguration"].values()) == [True] * 4
        assert "VersioningConfiguration" not in bucket
        statements = under(RESOURCES[f"{name}Policy"], "Statement")
        (denial,) = [statement for statement in statements if statement["Effect"] == "Deny"]
        assert [*map(named, denial["Resource"])] == [f"{name}.Arn", f"${{{name}.Arn}}/*"]


def test_a_share_is_erased_after_the_days_its_prefix_says() -> None:
    rules = RESOURCES["SharesBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    days = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "Prefix" in rule}
    assert days == {"partages/1/": 1, "partages/7/": 7, "partages/30/": 30}


def test_the_secret_is_neither_written_nor_shown() -> None:
    secret = STACK["Parameters"]["OriginSecret"]
    assert (secret["NoEcho"], secret["MinLength"], "Default" in secret) == (True, 32, False)
    assert "OriginSecret" not in str(STACK["Outputs"])
    assert str(RESOURCES).count("OriginSecret") == 2  # CloudFront sends it, the function compares


def test_whoever_waits_is_answered_before_what_stands_in_front_gives_up() -> None:
    read_timeout = ORIGINS["api"]["CustomOriginConfig"]["OriginReadTimeout"]
    assert LONGEST_WAIT < FUNCTION["Timeout"] < read_timeout


def test_only_errors_are_written_down_and_no_visit() -> None:
    assert FUNCTION["LoggingConfig"]["ApplicationLogLevel"] == "ERROR"
    assert FUNCTION["TracingConfig"] == {"Mode": "PassThrough"}
    assert RESOURCES["FunctionLogs"]["Properties"]["RetentionInDays"] == 7
    assert not [*under(FRONT, "Logging"), *under(RESOURCES, "RealtimeLogConfigArn")]


def test_a_release_publishes_a_version_that_ends_with_its_image() -> None:
    version = RESOURCES["FunctionVersion"]
    assert version["UpdateReplacePolicy"] == "Retain"
    description = version["Properties"]["Description"]["Fn::Sub"]
    assert description == "${Release} ${MemorySize} ${SnapStart} ${ImageUri}"
    assert "${Release}" in FUNCTION["Description"]["Fn::Sub"]
    alias = RESOURCES["FunctionAlias"]["Properties"]
    assert alias["FunctionVersion"] == {"Fn::GetAtt": ["FunctionVersion", "Version"]}
    assert RESOURCES["FunctionUrl"]["Properties"]["Qualifier"] == alias["Name"]


def test_the_function_alone_takes_a_post_and_only_with_the_secret() -> None:
    for path, behaviour in PATHS.items():
        assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https"
        assert ("POST" in behaviour["AllowedMethods"]) == (path == "/api/*")
        assert behaviour["TargetOriginId"] == ("api" if path == "/api/*" else "site")
    (header,) = ORIGINS["api"]["OriginCustomHeaders"]
    assert header == {"HeaderName": "X-Courtois-Origin", "HeaderValue": {"Ref": "OriginSecret"}}


def test_answers_are_never_kept_and_pages_five_minutes() -> None:
    assert PATHS["/api/*"]["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    pages = RESOURCES[PATHS["*"]["CachePolicyId"]["Ref"]]["Properties"]["CachePolicyConfig"]
    assert pages["MaxTTL"] == 300


@pytest.mark.parametrize(("path", "wins"), [("*", True), ("/static/*", True), ("/api/*", False)])
def test_every_answer_carries_the_site_s_headers_to_the_letter(path: str, wins: bool) -> None:
    policy = RESOURCES[PATHS[path]["ResponseHeadersPolicyId"]["Ref"]]["Properties"]
    config = policy["ResponseHeadersPolicyConfig"]
    security, custom = config["SecurityHeadersConfig"], config["CustomHeadersConfig"]["Items"]
    seconds = security["StrictTransportSecurity"]["AccessControlMaxAgeSec"]
    written = {item["Header"]: item["Value"] for item in custom} | {
        "X-Content-Type-Options": "nosniff",  # CloudFront knows one value
        "Content-Security-Policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": f"max-age={seconds}",
    }
    assert written == HEADERS
    assert set(under(config, "Override")) == {wins}


def test_what_is_missing_or_fails_has_a_page_but_never_our_503() -> None:
    pages = {
        error["ErrorCode"]: (error["ResponseCode"], error["ResponsePagePath"])
        for error in FRONT["CustomErrorResponses"]
    }
    incident = "/incident.html"
    assert pages.pop(404) == (404, "/404.html")
    assert pages == {403: (503, incident), 502: (502, incident), 504: (504, incident)}


def test_every_alarm_and_the_reminder_reach_the_host() -> None:
    for alarm in of_type("CloudWatch::Alarm").values():
        assert alarm["AlarmActions"] == [{"Ref": "Alerts"}]
        assert alarm["TreatMissingData"] == "notBreaching"
    assert [*under(RESOURCES["Alerts"], "Endpoint")] == [{"Ref": "AlarmEmail"}]
    reminder = RESOURCES["LawReminder"]["Properties"]
    assert reminder["Target"]["Arn"] == {"Ref": "Alerts"}
    assert reminder["ScheduleExpressionTimezone"] == "Europe/Paris"
    assert [*under(RESOURCES["Budget"], "Threshold")] == [80, 100]  # per cent spent, foreseen


def test_the_deployment_reads_every_output() -> None:
    code = "".join(path.read_text("utf-8") for path in (INFRA / "deploy").glob("*.py"))
    assert {name for name in STACK["Outputs"] if f'"{name}"' not in code} == set()


def policy(name: str) -> list[dict[str, Any]]:
    """The statements of a policy that the person who hosts pastes."""
    return list(json.loads((INFRA / f"deploy/{name}.json").read_text("utf-8"))["Statement"])


def conditions(action: str) -> list[Any]:
    """The condition of each statement that allows the key that deploys this action."""
    return [
        statement.get("Condition")
        for statement in policy("policy")
        if any(fnmatch.fnmatchcase(action, allowed) for allowed in listed(statement["Action"]))
    ]


def test_the_key_that_deploys_makes_no_role_beyond_the_boundary() -> None:
    bounded = {"StringLike": {"iam:PermissionsBoundary": "arn:aws:iam::*:policy/courtois-boundary"}}
    assert conditions("iam:CreateRole") == conditions("iam:PutRolePolicy") == [bounded]
    for action in ("AttachRolePolicy", "CreatePolicyVersion", "PutRolePermissionsBoundary"):
        assert conditions(f"iam:{action}") == []
    for role in of_type("IAM::Role").values():
        assert role["PermissionsBoundary"]["Fn::Sub"].endswith(":policy/courtois-boundary")
    (passed,) = conditions("iam:PassRole")
    assert set(passed["StringEquals"]["iam:PassedToService"]) == set(TRUSTED.values())
    region = {"StringEquals": {"aws:RequestedRegion": EDGE_REGION}}
    assert conditions("acm:RequestCertificate") == conditions("wafv2:CreateWebACL") == [region]


def test_the_boundary_holds_what_our_roles_are_granted() -> None:
    (limit,) = policy("boundary")
    assert set(limit["Action"]) == {action for who, action, _ in GRANTS if who.endswith("Role")}
    assert all(re.search(r":(log-group:)?courtois-\*$", name) for name in limit["Resource"])


def test_the_firewall_is_stricter_on_writing_links_and_keeps_no_sample() -> None:
    acl, limit = EDGE["Resources"]["WebAcl"]["Properties"], EDGE["Parameters"]["RateLimit"]
    shares, api = under(acl, "Limit")
    assert shares < int(limit["Default"])
    assert api == {"Ref": "RateLimit"}
    assert set(under(acl, "SampledRequestsEnabled")) == {False}
    limits = ("0", "10", "1000", "9", "09", "-10", "", "dix")
    allowed = [calls for calls in limits if re.fullmatch(limit["AllowedPattern"], calls)]
    assert allowed == ["0", "10", "1000"]
