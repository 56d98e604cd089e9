"""The proxy before a server of one's own: a real nginx with infra/nginx.conf, before the real server."""

from __future__ import annotations

import contextlib
import gzip
import re
import shlex
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bench.served import Served, free_port, free_ports, serving
from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from courtois.french.typography import french
from courtois_server.gunicorn_app import THREADS
from courtois_site.headers import HEADERS

ROOT = Path(__file__).resolve().parents[1]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CERTIFICATE = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
    "-subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout privkey.pem -out fullchain.pem"
)
# The main file of an installation, with few media types.
AROUND = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    types {{ application/pdf pdf; text/html html; image/png png; }} default_type application/octet-stream;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/a;
    uwsgi_temp_path {folder}/b; scgi_temp_path {folder}/c;
    include {folder}/site.conf;
}}
"""


@dataclass
class Proxy:
    """A running nginx and the server behind it."""

    folder: Path
    plain: int
    secure: int
    behind: Served

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))

    def ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, bytes]:
        """The answer and its body."""
        connection = HTTPSConnection("localhost", self.secure, timeout=60, context=self.trust())
        connection.request(method, path, body.encode() or None, headers or {})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer, text

    def connect(self) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self.secure), timeout=30)
        return self.trust().wrap_socket(plain, server_hostname="localhost")


@pytest.fixture(scope="module")
def behind(built: Path) -> Iterator[Served]:
    with serving(ROOT) as served:
        yield served


def version(nginx: str) -> tuple[int, ...]:
    """Return nginx's version, such as (1, 26, 3)."""
    answer = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True)
    return tuple(map(int, re.findall(r"\d+", answer.stderr)[:3]))


def follow_the_hosting_guide(site: Path) -> None:
    """Change the configuration as docs/hosting.md says for the nginx of Debian 12."""
    guide = (ROOT / "docs/hosting.md").read_text("utf-8")
    (expression,) = re.findall(r"sed -i '(.*http2.*)' ", guide)
    subprocess.run(["sed", "-i", expression, site], check=True)


@contextlib.contextmanager
def proxying(nginx: str, folder: Path, behind: Served) -> Iterator[Proxy]:
    """infra/nginx.conf, with this machine's ports and a certificate of its own."""
    proxy = Proxy(folder, *free_ports(2), behind)
    subprocess.run(
        shlex.split(CERTIFICATE),
        cwd=folder,
        check=True,
        capture_output=True,
    )
    site = (ROOT / "infra" / "nginx.conf").read_text("utf-8")
    site = re.sub(r" *listen \[::\].*\n", "", site)
    for written, here in {
        "listen 80;": f"listen 127.0.0.1:{proxy.plain};",
        "listen 443 ": f"listen 127.0.0.1:{proxy.secure} ",
        "http://127.0.0.1:8000": behind.address,
        "/etc/letsencrypt/live/courtois.example": str(folder),
        "/var/log/nginx": str(folder),
        "courtois.example": "localhost",
    }.items():
        assert written in site
        site = site.replace(written, here)
    (folder / "site.conf").write_text(site, "utf-8")
    if version(nginx) < (1, 25, 1):
        follow_the_hosting_guide(folder / "site.conf")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), "utf-8")
    command = [nginx, "-e", folder / "error.log", "-c", folder / "nginx.conf"]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr
    process = subprocess.Popen(command)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                proxy.connect().close()
                break
            time.sleep(0.05)
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def proxy(nginx: str, behind: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxying(nginx, tmp_path_factory.mktemp("nginx"), behind) as running:
        yield running


@pytest.fixture(scope="module")
def answers() -> str:
    """The example of a reminder, as a form sends it."""
    return urlencode(forms.flatten(LetterCatalogue(ROOT / "templates")["relance-1"].example))


def test_a_page_comes_compressed_as_it_was_frozen(proxy: Proxy) -> None:
    for encoding in ("br", "gzip"):
        answer, body = proxy.ask("GET", "/", headers={"Accept-Encoding": encoding})
        frozen = ROOT / "build/site" / f"index.html.{ {'br': 'br', 'gzip': 'gz'}[encoding] }"
        assert (answer.status, answer.getheader("Content-Encoding")) == (200, encoding)
        assert body == frozen.read_bytes()
        assert "frame-ancestors 'none'" in str(answer.getheader("Content-Security-Policy"))
        assert answer.getheader("Retry-After") is None


def test_letters_and_forms_pass_and_text_is_compressed(proxy: Proxy, answers: str) -> None:
    answer, letter = proxy.ask("POST", "/api/lettres/relance-1.pdf", answers, FORM)
    assert (answer.status, letter[:5]) == (200, b"%PDF-")
    packed = {"Accept-Encoding": "gzip"}
    answer, form = proxy.ask("POST", "/api/formulaires/relance-1", answers, FORM | packed)
    assert answer.getheader("Content-Encoding") == "gzip"
    assert "Camille Perrin" in gzip.decompress(form).decode()


def test_our_own_form_passes_and_one_of_another_site_does_not(proxy: Proxy, answers: str) -> None:
    """Browsers without `Sec-Fetch-Site` send an Origin with the port, which the proxy must not cut."""
    path, ours = "/api/lettres/relance-1.txt", f"https://localhost:{proxy.secure}"
    assert proxy.ask("POST", path, answers, FORM | {"Origin": ours})[0].status == 200
    for theirs in ("https://localhost", "https://evil.example", "null"):
        answer, page = proxy.ask("POST", path, answers, FORM | {"Origin": theirs})
        assert answer.status == 400
        assert "Demande venue d’un autre site" in page.decode()


def test_browsers_are_redirected_to_tls_and_use_http_2(proxy: Proxy) -> None:
    context = proxy.trust()
    context.set_alpn_protocols(["h2", "http/1.1"])
    plain = socket.create_connection(("127.0.0.1", proxy.secure), timeout=30)
    with context.wrap_socket(plain, server_hostname="localhost") as secure:
        assert secure.selected_alpn_protocol() == "h2"
    with socket.create_connection(("127.0.0.1", proxy.plain), timeout=30) as client:
        client.sendall(b"GET /lettres/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
        answer = client.recv(65536).decode()
    assert "308 " in answer.splitlines()[0]
    assert "Location: https://localhost/lettres/\r\n" in answer
    assert "X-Content-Type-Options: nosniff\r\n" in answer
    assert "Server: nginx\r\n" in answer


def test_slow_clients_hold_the_proxy_and_not_the_service(proxy: Proxy, answers: str) -> None:
    """Three times as many clients as the service has threads, slow to ask, to send or to read, are served too."""
    head = b"POST /api/formulaires/relance-1 HTTP/1.1\r\nHost: localhost\r\n"
    headers = (
        f"Content-Type: {FORM['Content-Type']}\r\nContent-Length: {len(answers)}\r\n\r\n".encode()
    )
    unread = (
        b"GET /static/sheet/fonts/SourceSerif4-Semibold.ttf HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    half = answers.encode()[:100]
    with contextlib.ExitStack() as people:
        slow = [people.enter_context(proxy.connect()) for _ in range(3 * THREADS)]
        for client, start in zip(
            slow, [head, head + headers + half, unread] * THREADS, strict=True
        ):
            client.sendall(start)
        for _ in range(2):
            answer, letter = proxy.ask("POST", "/api/lettres/relance-1.pdf", answers, FORM)
            assert (answer.status, letter[:5]) == (200, b"%PDF-")
        slow[0].sendall(headers + answers.encode())
        slow[1].sendall(answers.encode()[100:])
        for client in slow[:3]:
            assert client.recv(12) == b"HTTP/1.1 200"


def test_a_heavy_body_and_a_flood_are_answered_in_french(proxy: Proxy) -> None:
    answer, page = proxy.ask("POST", "/api/formulaires/relance-1", "a" * 300_000, FORM)
    assert answer.status == 413
    assert "L’envoi est trop lourd" in page.decode()
    for _ in range(30):
        answer, page = proxy.ask("POST", "/api/partages", "{}", {"Content-Type": "text/json"})
        if answer.status == 429:
            break
    assert answer.status == 429
    assert answer.getheader("Retry-After") == "60"
    assert "réessayez dans une minute" in page.decode()
    assert proxy.ask("GET", "/api/sante")[0].status == 200


def test_nginx_answers_with_pages_that_bear_our_headers(proxy: Proxy, answers: str) -> None:
    """Browsers do not show a sentence whose type is that of the PDF that was requested."""
    heavy = proxy.ask("POST", "/api/lettres/relance-1.pdf", "a" * 300_000, FORM)
    strange = proxy.ask("TRACE", "/partage.png")
    for _ in range(50):
        often = proxy.ask("POST", "/api/lettres/aucune.pdf", "", FORM)
        if often[0].status == 429:
            break
    for (answer, page), status in ((heavy, 413), (strange, 400), (often, 429)):
        assert answer.status == status
        assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
        assert '<p role="alert">' in page.decode()
        assert answer.getheader("Cache-Control") == "no-store"
        assert answer.getheader("Server") == "nginx"
        policy = str(answer.getheader("Content-Security-Policy"))
        assert policy.startswith("default-src 'none'; ")
        for name, value in HEADERS.items():
            assert policy if name == "Content-Security-Policy" else answer.getheader(name) == value
    assert [answer.getheader("Retry-After") for answer, _ in (heavy, strange, often)] == [
        None,
        None,
        "60",
    ]


def test_answers_through_nginx_bear_each_header_once(proxy: Proxy) -> None:
    for path in ("/", "/api/sante", "/aucune-page/"):
        answer = proxy.ask("GET", path)[0]
        for name in HEADERS:
            assert len(answer.headers.get_all(name, [])) == 1, (path, name)


@pytest.fixture
def stopped_service(tmp_path: Path) -> Served:
    """Return a service that is stopped: nothing listens on its port."""
    away = Served(free_port(), subprocess.Popen(["true"]), tmp_path / "none")
    away.process.wait()
    return away


def let_through(proxy: Proxy, path: str) -> int:
    """Return how many requests in a row, out of five hundred, pass before a 429."""
    for passed in range(500):
        answer, page = proxy.ask("POST", path)
        if answer.status == 429:
            assert answer.getheader("Retry-After") == "60"
            assert "Rien n’est perdu" in page.decode()
            return passed
    return 500


def test_rate_limits_leave_room_for_an_office_at_one_address(
    nginx: str, stopped_service: Served, tmp_path: Path
) -> None:
    with proxying(nginx, tmp_path, stopped_service) as proxy:
        # The service is stopped: nginx counts requests before it knows their answer.
        assert 20 < let_through(proxy, "/api/lettres/relance-1.pdf") < 50
        assert let_through(proxy, "/api/lettres/mise-en-demeure%2Epdf") < 5
        assert 60 < let_through(proxy, "/api/formulaires/relance-1") < 500
        # Endpoints that share a queue share a rate limit.
        for path in ("lettres/relance-1.html", "outils/penalites", "decompte", "calendrier.ics"):
            assert let_through(proxy, f"/api/{path}") < 60, path
        assert proxy.ask("GET", "/")[0].status == 503  # not 429


def test_many_connections_from_one_address_get_429(proxy: Proxy) -> None:
    with contextlib.ExitStack() as people:
        crowd = [people.enter_context(proxy.connect()) for _ in range(110)]
        for client in crowd:
            client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n")
        answer, page = proxy.ask("GET", "/")
    assert (answer.status, answer.getheader("Retry-After")) == (429, "60")
    assert "Beaucoup de demandes viennent de chez vous" in page.decode()


def test_sentences_of_nginx_have_french_spaces() -> None:
    site = (ROOT / "infra/nginx.conf").read_text("utf-8")
    block = re.search(r"map \$status \$sentence \{(.*?)\}", site, re.DOTALL)
    assert block
    sentences = re.findall(r'"(.+)"', block[1])
    assert len(sentences) == 4
    assert [french(sentence) for sentence in sentences] == sentences


def test_nginx_answers_503_and_retry_after_for_a_stopped_service(
    nginx: str, stopped_service: Served, tmp_path: Path, answers: str
) -> None:
    with proxying(nginx, tmp_path, stopped_service) as proxy:
        answer, page = proxy.ask("POST", "/api/lettres/relance-1.pdf", answers, FORM)
        assert (answer.status, answer.getheader("Retry-After")) == (503, "60")
        assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
        assert "Rien n’est perdu" in page.decode()


def test_nginx_logs_no_address_and_no_answer(proxy: Proxy, answers: str) -> None:
    proxy.ask("POST", "/api/lettres/relance-1.txt", answers, FORM)
    proxy.ask("POST", "/api/formulaires/relance-1", "a" * 300_000, FORM)
    with proxy.connect() as broken:
        broken.sendall(b"BONJOUR Camille\r\n\r\n")
        assert "La demande est mal formée" in broken.recv(4000).decode()
    written = [path for path in proxy.folder.rglob("*") if path.is_file() and path.suffix != ".pem"]
    assert {path.name for path in written} <= {
        "site.conf", "nginx.conf", "nginx.pid", "error.log", "courtois.log"
    }  # fmt: skip
    for log in proxy.folder.glob("*.log"):
        text = log.read_text("utf-8")
        assert "127.0.0.1" not in text
        assert "Camille" not in text
