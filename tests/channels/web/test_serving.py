"""The server under change, load and slowness. All on loopback, all bounded."""

from __future__ import annotations

import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from tests.channels.web.conftest import free_port, wait_for, wait_until_served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser  # no browser, but the slow half of the suite

IDLE = 10_000
HEADER = 'id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\nbuilds_on = "us-ca-san-francisco"\n'


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[int, subprocess.Popen[bytes], Path]]:
    """A server of our own, to be disturbed: its port, its process, its log."""
    port, log = free_port(), folder / "server.log"
    command = [sys.executable, "-m", "hearthlight", "serve", "--port", str(port), *options]
    env = os.environ | {"HEARTHLIGHT_STORE": str(folder / "store")}
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=env)
    try:
        wait_until_served(f"http://127.0.0.1:{port}", process, log)
        yield port, process, log
    finally:
        process.terminate()
        process.wait(timeout=30)


def get(port: int, path: str, timeout: float = 20) -> tuple[int, str]:
    """One request on a connection of its own."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)) as connection:
        connection.request("GET", path)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()


def write_agency(folder: Path, words: str) -> None:
    """An agency's layer that changes one text."""
    (folder / "words/en").mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(HEADER)
    (folder / "words/en/words.toml").write_text(f'[page-home]\nheading = "{words}"\n')


def test_the_address_is_told_once_someone_answers_there(stored: Path) -> None:
    """Whoever waits for the line of the start is answered at once."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "hearthlight", "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"HEARTHLIGHT_STORE": str(stored / "store")},
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == (
            f"Hearthlight is on http://127.0.0.1:{port} (Ctrl+C stops it)\n"
        )
        assert get(port, "/health")[0] == 200
    finally:
        process.terminate()
        told, _ = process.communicate(timeout=30)
    assert told == ""


def test_no_address_is_told_where_every_worker_dies() -> None:
    """What cannot be opened is never said to be served."""
    script = (
        "from hearthlight.channels.web.serving import Application, serve\n"
        "from hearthlight.settings import Settings\n"
        f"serve(Settings(), '127.0.0.1', {free_port()}, 1, Application('os:abort', 'It is on'))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert "It is on" not in ended.stdout


def test_a_changed_pack_is_served_and_no_request_is_dropped(tmp_path: Path) -> None:
    """Readers see the old words or the new, never an error; a broken pack is refused."""
    agency = tmp_path / "agency"
    write_agency(agency, "Words before")
    statuses: list[int] = []
    seen: list[str] = []
    done = threading.Event()

    with serving(tmp_path, "--pack", str(agency)) as (port, _, log):

        def read() -> None:
            while not done.is_set():
                status, page = get(port, "/")
                statuses.append(status)
                seen.append("before" if "Words before" in page else "after")

        reader = threading.Thread(target=read)
        reader.start()
        try:
            write_agency(agency, "Words after")
            wait_for(lambda: "is served" in log.read_text())
            _, page = get(port, "/")
            assert "Words after" in page
            (agency / "rules.toml").write_text('[[rule]]\nid = "rule-hurt"\noutcome = "nothing"\n')
            wait_for(lambda: "was refused" in log.read_text())
            assert "agency/rules.toml: rule-hurt" in log.read_text()
            _, page = get(port, "/")
            assert "Words after" in page
        finally:
            done.set()
            reader.join()
    assert set(statuses) == {200}
    assert seen == sorted(seen, key=["before", "after"].index)


def test_the_server_stops_gracefully(stored: Path) -> None:
    """A form that is on its way when the server is told to stop is still answered."""
    body = b"question-money=sign-gifts"
    with serving(stored) as (port, process, log):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as sending:
            head = (
                "POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 25\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
            )
            sending.sendall(head.encode() + body[:10])
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            sending.sendall(body[10:])
            answer = sending.recv(200)
        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert process.wait(timeout=20) == 0
        assert "Traceback" not in log.read_text()


def test_idle_connections_and_slow_senders_do_not_stop_now_from_answering(stored: Path) -> None:
    """10,000 connections that say nothing, and 200 that send a byte at a time."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = IDLE + 1000
    if hard < wanted:
        pytest.fail(f"this test needs {wanted} open files; the system allows {hard}: ulimit -n")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    held: list[socket.socket] = []
    try:
        with serving(stored) as (port, _, _log):
            for number in range(IDLE + 200):
                connection = socket.create_connection(("127.0.0.1", port), timeout=20)
                held.append(connection)
                if number >= IDLE:
                    connection.sendall(
                        b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n"
                    )
            for connection in held[IDLE:]:
                connection.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n\r\nq")
            waits: list[float] = []
            for _ in range(20):
                begun = time.monotonic()
                status, page = get(port, "/now", timeout=10)
                waits.append(time.monotonic() - begun)
                assert status == 200
                assert "tel:911" in page
            assert sorted(waits)[10] < 1.0
    finally:
        for connection in held:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_body_that_never_ends_is_given_up(stored: Path) -> None:
    """A sender that stops in the middle gets 408 and a way on, and holds nothing for ever."""
    with serving(stored) as (port, _, _log):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as sending:
            sending.sendall(
                b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\nquestion"
            )
            answer = sending.recv(200)
        assert answer.startswith(b"HTTP/1.1 408 ")


def test_a_second_start_reads_what_the_first_stored(tmp_path: Path) -> None:
    """An unchanged pack is not inspected again; the pages are the same to the byte."""
    pages: list[str] = []
    for _ in range(2):
        with serving(tmp_path) as (port, _, _log):
            pages.append(get(port, "/now")[1])
    assert pages[0] == pages[1]
    assert len(list((tmp_path / "store").glob("*.json"))) == 1


def test_a_damaged_store_is_made_anew(stored: Path) -> None:
    """A file cut short by a full disk costs time, never the service."""
    with serving(stored) as (port, _, _log):
        first = get(port, "/now")[1]
    (kept,) = (stored / "store").glob("*.json")
    kept.write_bytes(kept.read_bytes()[:1000])
    with serving(stored) as (port, _, _log):
        assert get(port, "/now")[1] == first


def test_urls_open_with_the_standard_library_too(stored: Path) -> None:
    """A plain client without compression gets the plain page."""
    with (
        serving(stored) as (port, _, _log),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/now", timeout=20) as reply,
    ):
        assert "content-encoding" not in reply.headers
        assert b"tel:911" in reply.read()
