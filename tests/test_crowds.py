"""Too many requests at once, and slow senders: who gets 503, what it gives back, and when service is back."""

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
    HttpAnswer,
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


def crowd(served: Served, path: str, body: str, headers: dict[str, str]) -> list[HttpAnswer]:
    """Send the same request sixty times at once, and return the answers."""
    with ThreadPoolExecutor(CROWD) as people:
        calls = [people.submit(call, served, path, body, headers) for _ in range(CROWD)]
        return [done.result() for done in calls]


def busy_answers(served: Served, path: str, body: str, headers: dict[str, str]) -> list[HttpAnswer]:
    """Return the 503 answers of a crowd, all the others being 200.

    On a busy machine a crowd may arrive in small groups, all served: then another crowd is sent.
    """
    answers: list[HttpAnswer] = []
    for _ in range(CROWDS):
        answers += crowd(served, path, body, headers)
        if later := [answer for answer in answers if answer[0] == 503]:
            break
    assert {status for status, _, _ in answers} == {200, 503}
    assert all(headers["Retry-After"].isdecimal() for _, headers, _ in later)
    return later


def test_a_crowd_of_pdfs_gets_503_with_its_answers_then_service_is_back(
    served: Served,
) -> None:
    for _, _, page in busy_answers(served, PDF, form_body(), FORM):
        (notice,) = re.findall(r'(?s)<div [^>]*id="attente".*?</div>', page.decode())
        assert "Vos réponses sont intactes" in notice
        assert '<button type="submit"' in notice  # on a phone, the form's own is six steps away
        assert f'value="{TYPED}"' in page.decode()
    assert becomes_true(lambda: gives_a_pdf(served))
    assert TYPED not in served.output()


def test_a_crowd_of_programs_gets_503_as_json(served: Served) -> None:
    for _, headers, problem in busy_answers(served, PDF, json.dumps(example()), JSON):
        assert headers["Content-Type"] == "application/problem+json"
        assert json.loads(problem)["status"] == 503
    assert becomes_true(lambda: gives_a_pdf(served))


def test_a_crowd_of_reviews_gets_503_while_health_is_answered(
    served: Served,
) -> None:
    with ThreadPoolExecutor(1) as executor:
        health = executor.submit(call, served, "/api/sante")
        later = busy_answers(served, REVIEW, form_body(review="yes"), FORM)
    assert all("Rien n’est perdu" in page.decode() for _, _, page in later)
    assert health.result()[0] == 200
    assert becomes_true(lambda: call(served, REVIEW, form_body(review="yes"))[0] == 200)


def test_slow_senders_fewer_than_threads_delay_nobody(served: Served) -> None:
    """Each holds a thread, but no place in a queue."""
    with contextlib.ExitStack() as slow:
        half = [half_sent(served, path) for path in (PDF, REVIEW) for _ in range(THREADS // 2 - 2)]
        for client, _ in half:
            slow.enter_context(client)
        assert gives_a_pdf(served)
        assert call(served, REVIEW, form_body(review="yes"))[0] == 200
        client, rest = half[0]
        client.sendall(rest)
        assert client.recv(12) == b"HTTP/1.1 200"


def test_as_many_slow_senders_as_threads_block_everyone(served: Served) -> None:
    """This is why a server open to the world stands behind the proxy (tests/test_proxy.py)."""
    with contextlib.ExitStack() as slow:
        for _ in range(THREADS):
            slow.enter_context(half_sent(served, REVIEW)[0])
        assert becomes_true(lambda: not listens(served))
    assert becomes_true(lambda: listens(served))
    assert gives_a_pdf(served)
