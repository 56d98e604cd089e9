"""The stack as it is written: what is open, who may do what, what is kept, who is told."""

import copy
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
from infra.deploy.cloud import EDGE_REGION

INFRA = Path(__file__).parents[1] / "infra"
STACK: dict[str, Any] = cfn_yaml.load(str(INFRA / "stack.yaml"))
RESOURCES: dict[str, Any] = STACK["Resources"]

# All that anyone is ever allowed: who is granted it, then each action and on what.
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
    """Properties of every resource of a kind, by name."""
    found = {
        name: one["Properties"] for name, one in RESOURCES.items() if one["Type"] == f"AWS::{kind}"
    }
    assert found, kind
    return found


def only(kind: str) -> Any:
    (properties,) = of_type(kind).values()
    return properties


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def named(value: Any) -> str:
    """What a resource line designates, in one word."""
    if isinstance(value, str):
        return value
    ((how, what),) = value.items()
    return ".".join(what) if how == "Fn::GetAtt" else str(what)


def found_in(value: Any, key: str) -> Iterator[Any]:
    """Every value under a key, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key:
                yield inner
            yield from found_in(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from found_in(inner, key)


def faults(holder: str, statement: dict[str, Any]) -> list[str]:
    """What is wrong with one statement of a policy held by a resource."""
    resources = {named(one) for one in listed(statement.get("Resource", []))}
    actions = listed(statement["Action"])
    if statement["Effect"] == "Deny":
        told = statement.get("Condition") == IN_CLEAR and statement["Principal"] == "*"
        return [] if told else ["denies something else than speaking in clear"]
    if actions == ["sts:AssumeRole"]:
        return [] if statement["Principal"] == {"Service": TRUSTED[holder]} else ["trusts another"]
    principal = statement.get("Principal", {"Service": holder})
    if not isinstance(principal, dict) or "Service" not in principal:
        return ["is for anyone"]
    if "Principal" in statement and "StringEquals" not in statement.get("Condition", {}):
        return ["takes whoever else asks that service"]
    wanted = {(principal["Service"], action, on) for action in actions for on in resources}
    return [f"allows {grant}" for grant in sorted(wanted - GRANTS)]


def statements() -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, statement)
        for name, resource in RESOURCES.items()
        for group in found_in(resource, "Statement")
        for statement in listed(group)
    ]


@pytest.mark.parametrize(
    ("template", "regions"), [("stack", ["eu-west-3", "us-east-1"]), ("edge", ["us-east-1"])]
)
def test_cfn_lint_has_nothing_to_say_not_even_as_information(
    template: str, regions: list[str]
) -> None:
    command = [Path(sysconfig.get_path("scripts")) / "cfn-lint", "--include-checks", "I"]
    command += ["--regions", *regions, "--", INFRA / f"{template}.yaml"]
    said = subprocess.run(command, capture_output=True, text=True)
    assert (said.stdout, said.stderr, said.returncode) == ("", "", 0)


def test_the_stack_is_short_enough_to_be_sent_as_it_is() -> None:
    assert (INFRA / "stack.yaml").stat().st_size < 51_200  # bytes; beyond, by way of a bucket


def test_every_statement_grants_what_is_listed_and_nothing_else() -> None:
    wrong = {(name, fault) for name, one in statements() for fault in faults(name, one)}
    assert wrong == set()


def test_each_grant_listed_is_really_given() -> None:
    given = {
        (statement.get("Principal", {"Service": name})["Service"], action, named(on))
        for name, statement in statements()
        if statement["Effect"] == "Allow" and statement["Action"] != "sts:AssumeRole"
        for action in listed(statement["Action"])
        for on in listed(statement["Resource"])
    }
    assert given == GRANTS


@pytest.mark.parametrize(
    "change",
    [
        {"Action": "s3:*"},
        {"Action": ["s3:GetObject", "s3:DeleteObject"]},
        {"Resource": "*"},
        {"Resource": {"Fn::GetAtt": ["SiteBucket", "Arn"]}},
        {"Principal": "*"},
        {"Principal": {"AWS": "*"}},
        {"Condition": {}},
        {"Effect": "Deny"},
    ],
)
def test_the_walk_above_sees_a_statement_gone_wrong(change: dict[str, Any]) -> None:
    name, right = next((name, one) for name, one in statements() if name == "SiteBucketPolicy")
    assert faults(name, right) == []
    assert faults(name, copy.deepcopy(dict(right)) | change) != []


def test_every_bucket_is_closed_encrypted_and_deaf_to_what_is_not_tls() -> None:
    policies = {named(one["Bucket"]): one for one in of_type("S3::BucketPolicy").values()}
    for name, bucket in of_type("S3::Bucket").items():
        blocked = bucket["PublicAccessBlockConfiguration"]
        assert len(blocked) == 4
        assert set(blocked.values()) == {True}
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
        assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
        assert "VersioningConfiguration" not in bucket
        (denied,) = (
            one
            for one in policies[name]["PolicyDocument"]["Statement"]
            if one["Effect"] == "Deny" and one["Action"] == "s3:*"
        )
        assert [named(one) for one in denied["Resource"]] == [f"{name}.Arn", f"${{{name}.Arn}}/*"]


def test_our_distribution_alone_reads_the_pages() -> None:
    policy = RESOURCES["SiteBucketPolicy"]["Properties"]["PolicyDocument"]
    ours = "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"
    for statement in policy["Statement"]:
        if statement["Effect"] == "Allow":
            source = statement["Condition"]["StringEquals"]["aws:SourceArn"]
            assert source == {"Fn::Sub": ours}


def test_a_share_is_erased_after_the_days_its_prefix_says() -> None:
    rules = RESOURCES["SharesBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert {rule["Status"] for rule in rules} == {"Enabled"}
    kept = {one["Prefix"]: one["ExpirationInDays"] for one in rules if "ExpirationInDays" in one}
    assert kept == {f"partages/{days}/": days for days in (1, 7, 30)}
    assert any("AbortIncompleteMultipartUpload" in rule for rule in rules)


def test_the_secret_is_nowhere_in_the_template_nor_shown() -> None:
    secret = STACK["Parameters"]["OriginSecret"]
    assert secret["NoEcho"] is True
    assert "Default" not in secret
    assert secret["MinLength"] >= 32
    assert "OriginSecret" not in str(STACK["Outputs"])
    whole = str(RESOURCES)
    assert whole.count("OriginSecret") == 2  # the function compares it, CloudFront sends it


def test_the_function_runs_shortly_alone_and_writes_errors_only() -> None:
    function = only("Lambda::Function")
    assert (
        function["Timeout"] > LONGEST_WAIT
    )  # a queued document is answered before the function stops
    assert function["EphemeralStorage"]["Size"] <= 512  # SnapStart takes no more
    assert function["TracingConfig"] == {"Mode": "PassThrough"}  # nothing is traced
    assert function["Environment"]["Variables"] == {
        "COURTOIS_SHARES": {"Fn::Sub": "s3://${SharesBucket}"},
        "COURTOIS_ORIGIN_SECRET": {"Ref": "OriginSecret"},
    }
    logging = function["LoggingConfig"]
    assert (logging["LogFormat"], logging["ApplicationLogLevel"]) == ("JSON", "ERROR")
    assert logging["SystemLogLevel"] == "WARN"
    assert logging["LogGroup"] == {"Ref": "FunctionLogs"}
    assert only("Logs::LogGroup")["RetentionInDays"] == 7
    reserved = function["ReservedConcurrentExecutions"]["Fn::If"]
    assert reserved == [
        "ReservesConcurrency",
        {"Ref": "ReservedConcurrency"},
        {"Ref": "AWS::NoValue"},
    ]


def test_a_release_publishes_a_version_and_keeps_the_former() -> None:
    version = RESOURCES["FunctionVersion"]
    assert version["UpdateReplacePolicy"] == "Retain"
    assert version["DeletionPolicy"] == "RetainExceptOnCreate"
    description = version["Properties"]["Description"]["Fn::Sub"]
    for changing in ("Release", "MemorySize", "SnapStart", "ImageUri"):
        assert f"${{{changing}}}" in description
    assert "${Release}" in only("Lambda::Function")["Description"]["Fn::Sub"]
    assert only("Lambda::Function")["SnapStart"] == {"ApplyOn": {"Ref": "SnapStart"}}
    assert STACK["Parameters"]["SnapStart"]["Default"] == "PublishedVersions"


def test_the_url_is_the_alias_s_and_the_alias_the_version_s() -> None:
    alias, url = only("Lambda::Alias"), only("Lambda::Url")
    assert alias["FunctionVersion"] == {"Fn::GetAtt": ["FunctionVersion", "Version"]}
    assert url["Qualifier"] == alias["Name"] == STACK["Outputs"]["AliasName"]["Value"]
    assert url["AuthType"] == "NONE"
    assert RESOURCES["FunctionUrl"]["DependsOn"] == "FunctionAlias"


def test_both_permissions_open_the_url_on_the_alias_and_nothing_more() -> None:
    given = [dict(one) for one in of_type("Lambda::Permission").values()]
    assert len(given) == 2
    for one in given:
        assert (one.pop("FunctionName"), one.pop("Principal")) == ({"Ref": "FunctionAlias"}, "*")
    assert {"Action": "lambda:InvokeFunctionUrl", "FunctionUrlAuthType": "NONE"} in given
    assert {"Action": "lambda:InvokeFunction", "InvokedViaFunctionUrl": True} in given


def distribution() -> Any:
    return only("CloudFront::Distribution")["DistributionConfig"]


def origins() -> dict[str, Any]:
    return {origin["Id"]: origin for origin in distribution()["Origins"]}


def behaviours() -> dict[str, Any]:
    others = {one["PathPattern"]: one for one in distribution()["CacheBehaviors"]}
    return {"*": distribution()["DefaultCacheBehavior"]} | others


def test_the_bucket_has_an_access_control_and_the_function_none_but_the_secret() -> None:
    site, api = origins()["site"], origins()["api"]
    assert site["OriginAccessControlId"] == {"Ref": "SiteAccess"}
    control = only("CloudFront::OriginAccessControl")["OriginAccessControlConfig"]
    assert (control["OriginAccessControlOriginType"], control["SigningBehavior"]) == (
        "s3",
        "always",
    )
    assert "OriginAccessControlId" not in api
    assert api["OriginCustomHeaders"] == [
        {"HeaderName": "X-Courtois-Origin", "HeaderValue": {"Ref": "OriginSecret"}}
    ]
    assert api["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    waits = api["CustomOriginConfig"]["OriginReadTimeout"]
    assert waits > only("Lambda::Function")["Timeout"]


def test_every_path_goes_to_https_and_only_the_function_takes_a_post() -> None:
    assert set(behaviours()) == {"*", "/static/*", "/api/*"}
    for path, behaviour in behaviours().items():
        assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https"
        assert ("POST" in behaviour["AllowedMethods"]) == (path == "/api/*")
        assert behaviour["TargetOriginId"] == ("api" if path == "/api/*" else "site")


def test_the_function_s_answers_are_never_kept_and_pages_are_but_five_minutes() -> None:
    api = behaviours()["/api/*"]
    assert api["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert api["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    longest = {"*": 300, "/static/*": 31536000}
    for path, seconds in longest.items():
        policy = RESOURCES[behaviours()[path]["CachePolicyId"]["Ref"]]["Properties"]
        config = policy["CachePolicyConfig"]
        assert (config["MinTTL"], config["MaxTTL"]) == (0, seconds)
        forwarded = config["ParametersInCacheKeyAndForwardedToOrigin"]
        assert forwarded["EnableAcceptEncodingBrotli"]
        assert forwarded["CookiesConfig"]["CookieBehavior"] == "none"
        assert forwarded["QueryStringsConfig"].get("QueryStrings", []) in ([], ["v"])
        assert behaviours()[path]["Compress"]


def carried(path: str) -> tuple[dict[str, str], set[bool]]:
    """The headers that answers get on a path, and whether they replace the answer's own."""
    held = RESOURCES[behaviours()[path]["ResponseHeadersPolicyId"]["Ref"]]["Properties"]
    config = held["ResponseHeadersPolicyConfig"]
    told, custom = config["SecurityHeadersConfig"], config["CustomHeadersConfig"]["Items"]
    assert set(told["ContentTypeOptions"]) == {"Override"}  # CloudFront knows one value
    assert set(told["StrictTransportSecurity"]) == {"Override", "AccessControlMaxAgeSec"}
    seconds = told["StrictTransportSecurity"]["AccessControlMaxAgeSec"]
    written = {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": told["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "Referrer-Policy": told["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": f"max-age={seconds}",
    }
    written |= {item["Header"]: item["Value"] for item in custom}
    return written, {one["Override"] for one in [*told.values(), *custom]}


def test_pages_carry_the_site_s_own_headers_to_the_letter() -> None:
    assert carried("*") == carried("/static/*") == (HEADERS, {True})


def test_what_is_said_in_the_function_s_place_carries_them_too_and_its_own_stand() -> None:
    assert carried("/api/*") == (HEADERS, {False})


def test_what_is_missing_or_fails_has_a_page_and_its_own_status_but_never_our_503() -> None:
    told = {one["ErrorCode"]: one for one in distribution()["CustomErrorResponses"]}
    pages = {status: one["ResponsePagePath"] for status, one in told.items()}
    assert pages == {404: "/404.html"} | dict.fromkeys((403, 502, 504), "/incident.html")
    statuses = {status: one["ResponseCode"] for status, one in told.items()}
    assert statuses == {
        403: 503,
        404: 404,
        502: 502,
        504: 504,
    }  # a new secret on its way is a pause
    assert {told[status]["ErrorCachingMinTTL"] for status in (403, 502, 504)} == {0}


def test_the_door_is_modern_and_no_visit_is_written_down() -> None:
    config = distribution()
    assert config["HttpVersion"] == "http2and3"
    assert config["IPV6Enabled"]
    certificate = config["ViewerCertificate"]["Fn::If"][1]
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"
    for log in ("Logging", "RealtimeLogConfigArn", "LoggingConfiguration"):
        assert list(found_in(RESOURCES, log)) == []


def test_every_alarm_reaches_the_host_and_takes_silence_for_good_news() -> None:
    alarms = of_type("CloudWatch::Alarm")
    watched = {alarm["MetricName"] for alarm in alarms.values()}
    assert watched == {"Errors", "Throttles", "Duration", "Url5xxCount"}
    for alarm in alarms.values():
        assert alarm["AlarmActions"] == [{"Ref": "Alerts"}]
        assert alarm["TreatMissingData"] == "notBreaching"
        assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": "Function"}}]
    (slow,) = (alarm for alarm in alarms.values() if alarm["MetricName"] == "Duration")
    assert 0.5 < slow["Threshold"] / 1000 / only("Lambda::Function")["Timeout"] < 1
    told = only("SNS::Topic")["Subscription"]
    assert told == [{"Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}]


def test_the_bill_is_announced_before_the_budget_is_spent_and_when_it_will_be() -> None:
    budget = only("Budgets::Budget")
    assert budget["Budget"]["BudgetLimit"] == {"Amount": {"Ref": "MonthlyBudget"}, "Unit": "USD"}
    told = [one["Notification"] for one in budget["NotificationsWithSubscribers"]]
    warned = {one["NotificationType"]: one["Threshold"] for one in told}
    assert warned["ACTUAL"] < 100 <= warned["FORECASTED"]  # per cent of the budget


def test_the_reminder_rings_once_in_paris_time_and_only_when_a_day_is_given() -> None:
    schedule = only("Scheduler::Schedule")
    assert schedule["ScheduleExpression"] == {"Fn::Sub": "at(${LawReminderOn})"}
    assert schedule["ScheduleExpressionTimezone"] == "Europe/Paris"
    assert schedule["Target"]["Arn"] == {"Ref": "Alerts"}
    assert schedule["Target"]["RoleArn"] == {"Fn::GetAtt": ["LawReminderRole", "Arn"]}
    said = schedule["Target"]["Input"]["Fn::Sub"]
    assert "connus jusqu’au ${LawKnownUntil} ;" in said
    assert "dix jours" not in said  # put off to tomorrow, it comes later than that
    for name in ("LawReminder", "LawReminderRole"):
        assert RESOURCES[name]["Condition"] == "HasLawReminder"


@pytest.mark.parametrize("kind", ["SNS::TopicPolicy", "S3::BucketPolicy"])
def test_a_policy_stands_on_each_thing_that_others_might_reach(kind: str) -> None:
    held = of_type(kind.removesuffix("Policy"))
    on = {named(one.get("Bucket") or one["Topics"][0]) for one in of_type(kind).values()}
    assert on == set(held)


# These act by themselves; whatever else nothing refers to is a left-over.
ACTS_ALONE = ("Policy", "Permission", "Alarm", "Budget", "Schedule")


def test_every_resource_and_parameter_serves() -> None:
    body = str({key: STACK[key] for key in ("Conditions", "Resources", "Outputs")})
    for name in STACK["Parameters"]:
        assert f"'{name}'" in body or f"${{{name}}}" in body, name
    for name, resource in RESOURCES.items():
        used = body.count(f"'{name}'") + body.count(f"${{{name}}}") + body.count(f"${{{name}.")
        assert used > 1 or resource["Type"].endswith(ACTS_ALONE), name


def test_the_outputs_are_those_the_deployment_reads() -> None:
    assert set(STACK["Outputs"]) >= {
        "SiteUrl",
        "SiteBucket",
        "SharesBucket",
        "DistributionId",
        "FunctionName",
        "AliasName",
        "FunctionVersion",
    }


# What these actions give could be anything, were the role not bounded.
GIVES = ("CreateRole", "PutRolePolicy", "AttachRolePolicy", "PutRolePermissionsBoundary")


def policy(name: str) -> list[dict[str, Any]]:
    """Statements of a policy that the person who hosts pastes."""
    told = json.loads((INFRA / f"deploy/{name}.json").read_text("utf-8"))
    return list(told["Statement"])


def matching(action: str, name: str) -> list[dict[str, Any]]:
    """The statements that allow an action, written out or by a star."""
    return [
        one
        for one in policy(name)
        if any(fnmatch.fnmatchcase(action, pattern) for pattern in listed(one["Action"]))
    ]


def test_every_role_stays_within_the_boundary() -> None:
    for name, role in of_type("IAM::Role").items():
        boundary = role["PermissionsBoundary"]["Fn::Sub"]
        assert boundary.endswith(":iam::${AWS::AccountId}:policy/courtois-boundary"), name


def test_the_key_that_deploys_makes_no_role_without_the_boundary_and_cannot_move_it() -> None:
    bounded = {"StringLike": {"iam:PermissionsBoundary": "arn:aws:iam::*:policy/courtois-boundary"}}
    for action in GIVES:
        for statement in matching(f"iam:{action}", "policy"):
            assert statement["Condition"] == bounded, action
    assert matching("iam:CreateRole", "policy")
    for action in ("DeleteRolePermissionsBoundary", "CreatePolicyVersion", "CreateUser"):
        assert matching(f"iam:{action}", "policy") == []
    used = [one for s in policy("policy") for one in listed(s["Action"]) if one.startswith("iam:")]
    assert not any("*" in one for one in used)


def test_the_key_that_deploys_gives_a_role_to_none_but_the_services_that_ours_trust() -> None:
    (statement,) = matching("iam:PassRole", "policy")
    trusted = {
        one["Principal"]["Service"]
        for role in of_type("IAM::Role").values()
        for one in role["AssumeRolePolicyDocument"]["Statement"]
    }
    assert set(statement["Condition"]["StringEquals"]["iam:PassedToService"]) == trusted


@pytest.mark.parametrize("action", ["acm:RequestCertificate", "wafv2:CreateWebACL"])
def test_the_key_that_deploys_makes_certificates_and_firewalls_where_the_edge_is_and_nowhere_else(
    action: str,
) -> None:
    (statement,) = matching(action, "policy")
    assert statement["Condition"] == {"StringEquals": {"aws:RequestedRegion": EDGE_REGION}}


def test_the_boundary_holds_what_our_roles_are_granted_on_what_bears_our_name() -> None:
    (limit,) = policy("boundary")
    assert set(limit["Action"]) == {what for who, what, _ in GRANTS if who.endswith("Role")}
    assert all(re.search(r":(log-group:)?courtois-\*$", one) for one in limit["Resource"])
    services = {one.split(":")[2] for one in limit["Resource"]}
    assert services == {one.split(":")[0] for one in limit["Action"]}


def limits(acl: dict[str, Any]) -> dict[str, Any]:
    return {rule["Name"]: rule["Statement"]["RateBasedStatement"]["Limit"] for rule in acl["Rules"]}


def test_the_edge_s_firewall_is_stricter_on_writing_links_and_keeps_no_sample() -> None:
    edge: dict[str, Any] = cfn_yaml.load(str(INFRA / "edge.yaml"))
    acl = edge["Resources"]["WebAcl"]["Properties"]
    assert acl["Scope"] == "CLOUDFRONT"
    assert limits(acl)["api"] == {"Ref": "RateLimit"}
    assert 10 <= limits(acl)["shares"] < int(edge["Parameters"]["RateLimit"]["Default"])
    assert set(found_in(acl, "SampledRequestsEnabled")) == {False}
    assert set(found_in(acl, "SearchString")) == {"POST", "/api/partages", "/api/"}
    assert set(edge["Outputs"]) == {"WebAclArn", "CertificateArn"}


@pytest.mark.parametrize(
    ("calls", "taken"),
    [("0", True), ("10", True), ("1000", True)]
    + [(wrong, False) for wrong in ("1", "9", "09", "-10", "10.5", "", "dix")],
)
def test_the_edge_takes_no_limit_or_one_that_the_firewall_takes(calls: str, taken: bool) -> None:
    edge: dict[str, Any] = cfn_yaml.load(str(INFRA / "edge.yaml"))
    limit = edge["Parameters"]["RateLimit"]
    assert limit["Type"] == "String"  # of a number, CloudFormation reads no pattern
    assert bool(re.fullmatch(limit["AllowedPattern"], calls)) is taken
