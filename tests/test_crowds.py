"""Too many people at once, and people too slow: who is put off, what they keep, and how it ends."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from http_client import (
    FORM,
    JSON,
    PDF,
    REVIEW,
    ROOT,
    TYPED,
    Answer,
    becomes_true,
    call,
    example,
    form_body,
    gives_a_pdf,
    half_sent,
    listens,
)

from bench.served import Served, serving
from courtois_server.gunicorn_app import THREADS

CROWD, CROWDS = 60, 10


@pytest.fixture(scope="module")
def served(built: Path) -> Iterator[Served]:
    with serving(ROOT) as running:
        yield running


def crowd(served: Served, path: str, body: str, headers: dict[str, str]) -> list[Answer]:
    """What a crowd is answered, all asking at once."""
    with ThreadPoolExecutor(CROWD) as people:
        asked = [people.submit(call, served, path, body, headers) for _ in range(CROWD)]
        return [one.result() for one in asked]


def put_off(served: Served, path: str, body: str, headers: dict[str, str]) -> list[Answer]:
    """Those told to come back, when the others were served and nobody was told anything else.

    A busy machine may bring a crowd in small groups, all served: then another crowd comes.
    """
    answers: list[Answer] = []
    for _ in range(CROWDS):
        answers += crowd(served, path, body, headers)
        if later := [one for one in answers if one[0] == 503]:
            break
    assert {status for status, _, _ in answers} == {200, 503}
    assert all(headers["Retry-After"].isdecimal() for _, headers, _ in later)
    return later


def test_a_crowd_of_letters_is_put_off_with_its_answers_and_served_when_it_has_gone(
    served: Served,
) -> None:
    for _, _, page in put_off(served, PDF, form_body(), FORM):
        (told,) = re.findall(r'(?s)<div [^>]*id="attente".*?</div>', page.decode())
        assert "Vos réponses sont intactes" in told
        assert '<button type="submit"' in told  # on a phone, the form's own is six steps away
        assert f'value="{TYPED}"' in page.decode()
    assert becomes_true(lambda: gives_a_pdf(served))
    assert TYPED not in served.said()


def test_a_crowd_of_programs_is_put_off_in_json(served: Served) -> None:
    for _, headers, problem in put_off(served, PDF, json.dumps(example()), JSON):
        assert headers["Content-Type"] == "application/problem+json"
        assert json.loads(problem)["status"] == 503
    assert becomes_true(lambda: gives_a_pdf(served))


def test_a_crowd_that_only_rereads_is_put_off_at_the_door_and_health_is_told_meanwhile(
    served: Served,
) -> None:
    with ThreadPoolExecutor(1) as aside:
        health = aside.submit(call, served, "/api/sante")
        later = put_off(served, REVIEW, form_body(review="yes"), FORM)
    assert all("Rien n’est perdu" in page.decode() for _, _, page in later)
    assert health.result()[0] == 200
    assert becomes_true(lambda: call(served, REVIEW, form_body(review="yes"))[0] == 200)


def test_a_few_slow_people_hold_nobody_back(served: Served) -> None:
    """They hold a thread each, and neither the press nor the door."""
    with contextlib.ExitStack() as slow:
        half = [half_sent(served, path) for path in (PDF, REVIEW) for _ in range(THREADS // 2 - 2)]
        for client, _ in half:
            slow.enter_context(client)
        assert gives_a_pdf(served)
        assert call(served, REVIEW, form_body(review="yes"))[0] == 200
        client, rest = half[0]
        client.sendall(rest)
        assert client.recv(12) == b"HTTP/1.1 200"


def test_as_many_as_there_are_threads_hold_everyone_until_they_go(served: Served) -> None:
    """Why a server open to the world stands behind the proxy (tests/test_proxy.py)."""
    with contextlib.ExitStack() as slow:
        for _ in range(THREADS):
            slow.enter_context(half_sent(served, REVIEW)[0])
        assert becomes_true(lambda: not listens(served))
    assert becomes_true(lambda: listens(served))
    assert gives_a_pdf(served)
