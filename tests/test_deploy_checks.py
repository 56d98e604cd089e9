"""What is checked before a deployment touches anything, and how the command refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from aws_stand_in import (
    READS,
    TODAY,
    Account,
    account,
    allows,
    as_it_stands,
    leaves,
    settle,
    standing,
)

from infra.deploy import checks, stack
from infra.deploy.__main__ import main
from infra.deploy.faults import Refused


def faults(aws: Account, house: Path, **given: str) -> list[str]:
    try:
        checks.survey(aws.cloud, house, given, TODAY)
    except Refused as refused:
        return list(refused.faults)
    return []


def test_a_filled_instance_on_a_willing_account_passes(
    aws: Account, house: Path, docker: Path
) -> None:
    allows(aws, as_it_stands())
    assert faults(aws, house) == []
    assert all(name.startswith(READS) for name in aws.asked)


def test_every_fault_is_told_at_once(
    aws: Account, house: Path, docker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (house / "site/instance.toml").unlink()
    monkeypatch.setenv("DOCKER_FAILS_AT", "info")
    monkeypatch.setenv("PATH", str(docker.parent / "bin"))  # this machine may have podman
    allows(aws, as_it_stands(), executions=10)
    told = faults(aws, house, Ink="blue")
    assert len(told) == 3
    assert "copiez site/instance.example.toml" in told[0]
    assert "ne répond pas" in told[1]
    assert "« Ink » est inconnu" in told[2]


def test_an_expired_session_is_told_once_and_hides_no_other_fault(
    aws: Account, house: Path, docker: Path
) -> None:
    (house / "build/headers.json").unlink()
    aws.refuses("sts", "get_caller_identity", "ExpiredToken", "The security token is expired")
    told = faults(aws, house)
    assert len(told) == 2
    assert "build/headers.json" in told[0]
    assert "La session AWS a expiré" in told[1]


def test_values_left_from_the_example_are_named(aws: Account, house: Path, docker: Path) -> None:
    settle(house, "https://d111.cloudfront.net/", contact="bonjour@courtois.example")
    allows(aws, as_it_stands())
    (told,) = faults(aws, house)
    assert "« contact » a encore la valeur de l’exemple" in told


def test_a_site_that_lacks_something_is_refused_as_a_server_would(
    aws: Account, house: Path, docker: Path
) -> None:
    (house / "build/site/robots.txt").unlink()
    allows(aws, as_it_stands())
    (told,) = faults(aws, house)
    assert "lancez « make freeze »" in told
    settle(house, "https://d111.cloudfront.net/")
    (house / "build/pages/relance-1.html").write_text("<p>Une page sans place pour la lettre.</p>")
    allows(aws, as_it_stands())
    (told,) = faults(aws, house)
    assert "build/pages/relance-1.html" in told


def test_a_site_frozen_for_another_address_is_refused(
    aws: Account, house: Path, docker: Path
) -> None:
    (house / "build/site/robots.txt").write_text("Sitemap: http://127.0.0.1:8000/sitemap.xml\n")
    allows(aws, as_it_stands())
    (told,) = faults(aws, house)
    assert "n’est pas écrit pour https://d111.cloudfront.net/" in told


TO_COME = "https://a-venir.invalid/"
FRONT, OWN = "https://d111.cloudfront.net/", "https://courtois.test/"


def at_edge(domain: str) -> stack.Stack:
    return stack.Stack("CREATE_COMPLETE", {"Domain": domain}, {"CertificateArn": "arn:c"})


@pytest.mark.parametrize(
    ("written", "before", "edge"),
    [
        (TO_COME, None, None),
        (TO_COME, stack.Stack("ROLLBACK_COMPLETE", {}, {}), None),
        (FRONT, standing(Domain=""), None),
        (FRONT, standing(Domain=""), at_edge("")),
        (OWN, None, at_edge("courtois.test")),
        (OWN, standing(Domain=""), at_edge("courtois.test")),
        (OWN, standing(Domain="courtois.test"), None),
    ],
)
def test_an_address_that_the_stack_will_have_passes_and_so_does_one_to_come_before_the_first(
    written: str, before: stack.Stack | None, edge: stack.Stack | None
) -> None:
    checks.reachable(written, before, edge, {})


@pytest.mark.parametrize(
    ("written", "before", "edge", "words"),
    [
        (OWN, None, None, "commencez par « make edge »"),
        ("http://a-venir.invalid/", None, None, "https://a-venir.invalid/"),
        (TO_COME, standing(Domain=""), None, f'address = "{FRONT}"'),
        (OWN, standing(Domain=""), None, f'address = "{FRONT}"'),
        (FRONT, standing(Domain=""), at_edge("courtois.test"), f'address = "{OWN}"'),
        ("http://courtois.test/", None, at_edge("courtois.test"), f'address = "{OWN}"'),
        ("https://courtois.test:8443/", None, at_edge("courtois.test"), f'address = "{OWN}"'),
    ],
)
def test_an_address_that_nothing_will_answer_at_is_refused_before_the_stack(
    written: str, before: stack.Stack | None, edge: stack.Stack | None, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        checks.reachable(written, before, edge, {})
    assert words in str(refused.value)
    assert written in str(refused.value)


def test_the_address_is_checked_with_the_rest_unless_the_stack_could_not_be_read(
    aws: Account, house: Path, docker: Path
) -> None:
    settle(house, OWN)
    allows(aws, as_it_stands())
    (told,) = faults(aws, house)
    assert f'address = "{FRONT}"' in told
    aws.answers("sts", "get_caller_identity", {"Account": "123456789012"})
    aws.refuses("cloudformation", "describe_stacks", "AccessDenied")
    aws.refuses("cloudformation", "describe_stacks", "AccessDenied", region="us-east-1")
    aws.refuses("cloudformation", "get_template_summary", "AccessDenied")
    assert all("Il manque la permission" in one for one in faults(aws, house))


def room(aws: Account, free: int, wanted: int, before: stack.Stack | None = None) -> str:
    leaves(aws, free)
    try:
        checks.room_for(aws.cloud.client("lambda"), wanted, before)
    except Refused as refused:
        return str(refused)
    return ""


def test_lambda_keeps_a_hundred_executions_and_a_small_account_is_told_what_to_set(
    aws: Account,
) -> None:
    assert room(aws, 110, 10) == ""
    assert 'SET="ReservedConcurrency=9"' in room(aws, 109, 10)
    assert 'SET="ReservedConcurrency=0"' in room(aws, 10, 10)
    assert room(aws, 10, 0) == ""
    assert room(aws, 100, 10, standing(ReservedConcurrency="10")) == ""


def test_a_certificate_that_is_still_awaited_stops_the_deployment(aws: Account) -> None:
    waiting = as_it_stands("CREATE_IN_PROGRESS")
    aws.answers("cloudformation", "describe_stacks", waiting, region="us-east-1")
    with pytest.raises(Refused, match="make edge"):
        checks.finished_edge(aws.cloud.client("cloudformation", "us-east-1"))


def test_without_credentials_the_command_says_what_to_give(
    house: Path, docker: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with account():
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        assert main(["--dry-run"], house) == 1
    told = capsys.readouterr().err
    assert told.startswith("Aucun identifiant AWS n’a été trouvé")
    assert "AWS_ACCESS_KEY_ID" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--region", "mars"], "La région « mars » n’existe pas : donnez-en une autre"),
        (["--set", "Memory"], "de la forme Nom=valeur"),
        (["--rollback", "--region", "eu-west-3"], "AWS est injoignable"),
    ],
)
def test_what_the_command_cannot_do_is_one_sentence(
    house: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    with account({"AWS_MAX_ATTEMPTS": "1"}):
        assert main(arguments, house) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "what_next"),
    [
        ("--rollback", "elle reprendra où elle en était"),
        ("--undeploy", "elle supprimera ce qui reste"),
    ],
)
def test_a_command_that_aws_stops_says_what_running_it_again_will_do(
    house: Path, capsys: pytest.CaptureFixture[str], command: str, what_next: str
) -> None:
    with account({"AWS_MAX_ATTEMPTS": "1"}):
        assert main([command], house) == 1
    assert what_next in capsys.readouterr().err
