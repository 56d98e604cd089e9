"""The stack: what it is told, how it is changed, and how its failures are said. AWS by botocore's stubs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from aws_stand_in import (
    ABSENT,
    CHANGE_SET,
    DECLARED,
    IMAGE,
    NUMBER,
    OUTPUTS,
    TODAY,
    Account,
    as_it_stands,
    no,
    standing,
    yes,
)
from botocore.stub import ANY

from courtois import law
from infra.deploy import change, checks, plan, stack
from infra.deploy.cost import capped, monthly
from infra.deploy.faults import Refused
from infra.deploy.upload import Work


def proposes(aws: Account, *changes: tuple[str, str, str], kind: str = "UPDATE") -> None:
    """A change set that would do this: (action, name, type)."""
    asked = {"StackName": "courtois", "ChangeSetName": ANY, "ChangeSetType": kind}
    asked |= {"TemplateBody": "t", "Parameters": [], "Capabilities": ["CAPABILITY_IAM"]}
    aws.answers("cloudformation", "create_change_set", {"Id": CHANGE_SET}, asked)
    aws.answers("cloudformation", "describe_change_set", {"Status": "CREATE_COMPLETE"})
    told = [
        {
            "ResourceChange": {
                "Action": action.removesuffix("*"),
                "LogicalResourceId": name,
                "ResourceType": kind_of,
                "Replacement": "True" if action.endswith("*") else "False",
            }
        }
        for action, name, kind_of in changes
    ]
    aws.answers("cloudformation", "describe_change_set", {"Changes": told})


def bring(aws: Account, confirm: Callable[[str], None] = yes) -> stack.Stack:
    return change.bring(aws.cloud.client("cloudformation"), "courtois", "t", [], confirm)


def test_a_first_stack_is_created_and_its_outputs_are_given(
    aws: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.refuses("cloudformation", "describe_stacks", *ABSENT)
    proposes(aws, ("Add", "SiteBucket", "AWS::S3::Bucket"), kind="CREATE")
    aws.answers("cloudformation", "execute_change_set", {}, {"ChangeSetName": CHANGE_SET})
    aws.answers("cloudformation", "describe_stacks", as_it_stands("CREATE_COMPLETE"))
    aws.answers("cloudformation", "describe_stacks", as_it_stands("CREATE_COMPLETE"))
    assert bring(aws).outputs == OUTPUTS
    aws.is_done()
    assert "crée      SiteBucket (AWS::S3::Bucket)" in capsys.readouterr().out


def test_a_stack_with_nothing_to_change_is_left_alone_and_says_so(
    aws: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.answers("cloudformation", "describe_stacks", as_it_stands())
    aws.answers("cloudformation", "create_change_set", {"Id": CHANGE_SET})
    reason = "The submitted information didn't contain changes. Submit different information."
    failed = {"Status": "FAILED", "StatusReason": reason}
    aws.answers("cloudformation", "describe_change_set", failed)
    aws.answers("cloudformation", "delete_change_set", {}, {"ChangeSetName": CHANGE_SET})
    assert bring(aws).outputs == OUTPUTS
    aws.is_done()
    assert "rien à changer" in capsys.readouterr().out
    assert "ExecuteChangeSet" not in aws.asked


def test_a_change_set_refused_for_another_reason_stops_everything(aws: Account) -> None:
    aws.answers("cloudformation", "describe_stacks", as_it_stands())
    aws.answers("cloudformation", "create_change_set", {"Id": CHANGE_SET})
    failed = {"Status": "FAILED", "StatusReason": "Template error: unresolved dependency [Ink]"}
    aws.answers("cloudformation", "describe_change_set", failed)
    aws.answers("cloudformation", "delete_change_set", {})
    with pytest.raises(Refused, match=r"avant tout changement : .*Ink"):
        bring(aws)


def test_a_stack_whose_creation_failed_is_removed_then_created_again(
    aws: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.answers("cloudformation", "describe_stacks", as_it_stands("ROLLBACK_COMPLETE"))
    aws.answers("cloudformation", "delete_stack", {}, {"StackName": "courtois"})
    aws.refuses("cloudformation", "describe_stacks", *ABSENT)
    proposes(aws, ("Add", "SiteBucket", "AWS::S3::Bucket"), kind="CREATE")
    aws.answers("cloudformation", "execute_change_set", {})
    aws.answers("cloudformation", "describe_stacks", as_it_stands("CREATE_COMPLETE"))
    aws.answers("cloudformation", "describe_stacks", as_it_stands("CREATE_COMPLETE"))
    bring(aws)
    aws.is_done()
    assert "elle est refaite" in capsys.readouterr().out


def test_a_rollback_left_half_way_is_finished_first(aws: Account) -> None:
    aws.answers("cloudformation", "describe_stacks", as_it_stands("UPDATE_ROLLBACK_FAILED"))
    aws.answers("cloudformation", "continue_update_rollback", {})
    aws.answers("cloudformation", "describe_stacks", as_it_stands("UPDATE_ROLLBACK_COMPLETE"))
    proposes(aws, ("Modify", "Function", "AWS::Lambda::Function"))
    aws.answers("cloudformation", "execute_change_set", {})
    aws.answers("cloudformation", "describe_stacks", as_it_stands())
    aws.answers("cloudformation", "describe_stacks", as_it_stands())
    bring(aws)
    aws.is_done()


def test_a_stack_that_someone_else_is_changing_is_not_touched(aws: Account) -> None:
    aws.answers("cloudformation", "describe_stacks", as_it_stands("UPDATE_IN_PROGRESS"))
    with pytest.raises(Refused, match=r"UPDATE_IN_PROGRESS.*attendez"):
        bring(aws)
    assert aws.asked == ["DescribeStacks"]


@pytest.mark.parametrize("action", ["Remove", "Modify*"])
def test_a_bucket_is_neither_removed_nor_replaced_without_a_second_yes(
    aws: Account, action: str
) -> None:
    aws.answers("cloudformation", "describe_stacks", as_it_stands())
    proposes(aws, (action, "SharesBucket", "AWS::S3::Bucket"))
    aws.answers("cloudformation", "delete_change_set", {}, {"ChangeSetName": CHANGE_SET})
    with pytest.raises(Refused):
        bring(aws, no)
    aws.is_done()
    assert "ExecuteChangeSet" not in aws.asked


def test_a_new_version_of_the_function_asks_for_no_second_yes(aws: Account) -> None:
    aws.answers("cloudformation", "describe_stacks", as_it_stands())
    proposes(aws, ("Modify*", "FunctionVersion", "AWS::Lambda::Version"))
    aws.answers("cloudformation", "execute_change_set", {})
    aws.answers("cloudformation", "describe_stacks", as_it_stands())
    aws.answers("cloudformation", "describe_stacks", as_it_stands())
    bring(aws, no)


def event(name: str, kind: str, status: str, reason: str = "") -> dict[str, Any]:
    told = {"LogicalResourceId": name, "ResourceType": kind, "ResourceStatus": status}
    told |= {
        "StackId": "s",
        "EventId": "e",
        "StackName": "courtois",
        "ResourceStatusReason": reason,
    }
    return told | {"Timestamp": datetime(2026, 11, 22, tzinfo=UTC)}


def test_each_resource_that_failed_is_told_once_with_what_to_do(aws: Account) -> None:
    whole = "AWS::CloudFormation::Stack"
    aws.refuses("cloudformation", "describe_stacks", *ABSENT)
    proposes(aws, ("Add", "Function", "AWS::Lambda::Function"), kind="CREATE")
    aws.answers("cloudformation", "execute_change_set", {})
    aws.answers("cloudformation", "describe_stacks", as_it_stands("ROLLBACK_COMPLETE"))
    reserved = (
        'Resource handler returned message: "Specified ReservedConcurrentExecutions for function '
        "decreases account's UnreservedConcurrentExecution below its minimum value of [10]. "
        '(Service: Lambda, Status Code: 400)" (RequestToken: 1, HandlerErrorCode: InvalidRequest)'
    )
    events = [
        event("courtois", whole, "ROLLBACK_IN_PROGRESS", "The following resource(s) failed"),
        event(
            "Routes", "AWS::CloudFront::Function", "CREATE_FAILED", "Resource creation cancelled"
        ),
        event("SiteBucket", "AWS::S3::Bucket", "CREATE_FAILED", "courtois already exists"),
        event("Function", "AWS::Lambda::Function", "CREATE_FAILED", reserved),
        event("courtois", whole, "CREATE_IN_PROGRESS", "User Initiated"),
        event("Distribution", "AWS::CloudFront::Distribution", "CREATE_FAILED", "another day"),
    ]
    aws.answers("cloudformation", "describe_stack_events", {"StackEvents": events})
    with pytest.raises(Refused) as refused:
        bring(aws)
    assert len(refused.value.faults) == 2
    bucket, function = refused.value.faults
    assert bucket == "« SiteBucket » (AWS::S3::Bucket) : courtois already exists"
    assert 'SET="ReservedConcurrency=0"' in function
    assert "RequestToken" not in function


def found(
    before: stack.Stack | None, edge_stack: stack.Stack | None = None, executions: int = 1000
) -> Any:
    instance = checks.Instance("https://d111.cloudfront.net/", "p", "d", "h", "a@b.fr", demo=False)
    return checks.Found(
        NUMBER,
        instance,
        "docker",
        "2026-11-0",
        "template",
        DECLARED,
        before,
        edge_stack,
        executions,
    )


def planned(root: Path, before: stack.Stack | None, **options: Any) -> plan.Plan:
    edge_stack = options.pop("edge_stack", None)
    given = options.pop("given", {})
    executions = options.pop("executions", 1000)
    defaults: dict[str, Any] = {"rotates": False, "template_changed": False}
    reminder, overdue = plan.remind_on(options.pop("today", TODAY), law.valid_until())
    return plan.Plan(
        found(before, edge_stack, executions),
        given,
        reminder=reminder,
        overdue=overdue,
        image=None,
        **(defaults | options),
    )


def told_to_the_stack(
    root: Path, before: stack.Stack | None, image_address: str = IMAGE, **options: Any
) -> dict[str, Any]:
    """The parameters sent, by name; a previous value is `...`."""
    now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    sent = planned(root, before, **options).parameters(image_address, now)
    return {
        one["ParameterKey"]: ... if one.get("UsePreviousValue") else one["ParameterValue"]
        for one in sent
    }


def test_the_first_deployment_draws_a_secret_and_writes_to_the_contact(tmp_path: Path) -> None:
    told = told_to_the_stack(tmp_path, None)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", told["OriginSecret"])
    assert told["OriginSecret"] != told_to_the_stack(tmp_path, None)["OriginSecret"]
    assert told["AlarmEmail"] == "a@b.fr"
    assert "MemorySize" not in told  # the template's own default


def test_the_next_ones_keep_the_secret_and_all_that_was_set(tmp_path: Path) -> None:
    told = told_to_the_stack(tmp_path, standing())
    kept = {name for name, value in told.items() if value is ...}
    assert kept == set(DECLARED) - {"ImageUri", "LawReminderOn", "LawKnownUntil"}


def test_nothing_is_released_anew_when_nothing_changed(tmp_path: Path) -> None:
    assert told_to_the_stack(tmp_path, standing())["Release"] is ...


@pytest.mark.parametrize(
    "changed", [{"rotates": True}, {"template_changed": True}, {"image_address": IMAGE[:-1] + "b"}]
)
def test_a_new_secret_template_or_image_is_a_new_release(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    told = told_to_the_stack(tmp_path, standing(), **changed)
    assert told["Release"] == "20261122T093000Z"
    assert (told["OriginSecret"] is ...) is ("rotates" not in changed)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def words(one: plan.Plan) -> str:
    return "\n".join(plan.told(one, "eu-west-3", Work()))


def test_the_plan_says_who_is_told_of_alarms_and_how_to_change_them(tmp_path: Path) -> None:
    assert "alarmes  à a@b.fr\n" in words(planned(tmp_path, None))
    before = stack.Stack("UPDATE_COMPLETE", {"AlarmEmail": "old@b.fr"}, OUTPUTS)
    moved = words(planned(tmp_path, before))
    assert "alarmes  à old@b.fr, et non" in moved
    assert 'SET="AlarmEmail=a@b.fr"' in moved
    set_now = planned(tmp_path, before, given={"AlarmEmail": "a@b.fr"})
    assert "alarmes  à a@b.fr\n" in words(set_now)


def test_the_reminder_s_letter_and_the_plan_say_the_last_day_known(tmp_path: Path) -> None:
    assert plain(told_to_the_stack(tmp_path, None)["LawKnownUntil"]) == "31 décembre 2026"
    calm = plain(words(planned(tmp_path, None)))
    assert "rappel   le 21/12/2026 : taux connus jusqu’au 31 décembre 2026\n" in calm
    assert "mis à demain" not in calm
    late = planned(tmp_path, None, today=date(2027, 2, 3))
    assert "rappel   le 04/02/2027 : taux connus jusqu’au 31 décembre 2026\n" in plain(words(late))
    assert "Le rappel est mis à demain." in words(late)


def test_the_plan_says_what_an_abuse_could_cost(tmp_path: Path) -> None:
    half = {"ReservedConcurrency": "5", "MemorySize": "1769"}
    assert f"{capped(10) / 2:.0f} $ de calcul" in words(planned(tmp_path, None, given=half))
    assert 'SET="ReservedConcurrency' not in words(planned(tmp_path, None, given=half))


@pytest.mark.parametrize(("quota", "warned"), [(10, False), (109, False), (110, True)])
def test_with_nothing_reserved_the_quota_and_its_dollars_are_told_and_a_large_one_warned_of(
    tmp_path: Path, quota: int, warned: bool
) -> None:
    none = {"ReservedConcurrency": "0", "MemorySize": "1769"}
    told = words(planned(tmp_path, None, given=none, executions=quota))
    assert f"{capped(quota):.0f} $ de calcul" in told
    assert f"le quota du compte, {quota} exécutions" in told
    assert ('bornez la dépense par SET="ReservedConcurrency=10"' in told) is warned


def test_the_plan_says_which_part_of_the_cost_no_letter_adds_to(tmp_path: Path) -> None:
    always = monthly(0)["SnapStart"]
    assert f"dont {always:.0f} $ de toute façon (SnapStart" in words(planned(tmp_path, None))
    without = planned(tmp_path, None, given={"SnapStart": "None"})
    assert "SnapStart" not in words(without).splitlines()[-2]


def test_a_stack_that_failed_its_creation_remembers_nothing(tmp_path: Path) -> None:
    dead = stack.Stack("ROLLBACK_COMPLETE", {"OriginSecret": "****"}, {})
    assert told_to_the_stack(tmp_path, dead)["OriginSecret"] not in (..., "****")


def test_what_the_person_sets_wins_and_the_domain_comes_from_the_edge(tmp_path: Path) -> None:
    outputs = {"CertificateArn": "arn:c", "WebAclArn": "arn:w"}
    at_edge = stack.Stack("CREATE_COMPLETE", {"Domain": "courtois.test"}, outputs)
    told = told_to_the_stack(
        tmp_path, standing(), edge_stack=at_edge, given={"ReservedConcurrency": "0"}
    )
    assert told["ReservedConcurrency"] == "0"
    assert (told["Domain"], told["CertificateArn"]) == ("courtois.test", "arn:c")
    assert told_to_the_stack(tmp_path, standing())["Domain"] is ...


@pytest.mark.parametrize(
    ("today", "reminder", "overdue"),
    [
        (date(2026, 11, 22), "2026-12-21T09:00:00", False),
        (date(2026, 12, 20), "2026-12-21T09:00:00", False),
        (date(2026, 12, 21), "2026-12-22T09:00:00", True),
        (date(2027, 2, 3), "2027-02-04T09:00:00", True),
    ],
)
def test_the_reminder_comes_ten_days_before_the_figures_run_out_or_tomorrow(
    today: date, reminder: str, overdue: bool
) -> None:
    told, late = plan.remind_on(today, until=date(2026, 12, 31))
    assert (told.isoformat(), late) == (reminder, overdue)
