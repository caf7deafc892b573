"""
nginx with one worker, serving one page from files that were compressed beforehand.

Set up to be as fast as it goes: no log, open files kept, connections never closed, and none of the
headers that a file would add (ETag, Last-Modified, Accept-Ranges), so that both sides send the
same.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.result import MeasureError
from benchmarks.served import HOST, Reply, free_port, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmarks.served import Server
    from benchmarks.tools import Tools

SUFFIXES = {"": "", "gzip": ".gz", "br": ".br"}
"""Content encoding to the ending of the file that nginx sends for it."""
TRANSPORT = frozenset({"content-encoding", "content-length", "connection", "date", "server"})
"""Headers that a server writes by itself."""

_CONFIGURATION = """
daemon off;
worker_processes 1;
{user}
{load}
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 512; }}
http {{
  access_log off;
  server_tokens off;
  sendfile off;  # for a few kB, reading and writing costs less than sendfile and its corks
  keepalive_requests 1000000000;
  open_file_cache max=16 inactive=1h;
  open_file_cache_valid 1h;
  etag off;
  max_ranges 0;
  gzip_static on;
  {brotli}
  types {{ }}
  default_type "{content_type}";
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen {host}:{port};
    root {folder}/pages;
    add_header Last-Modified "";
{headers}
  }}
}}
"""


@contextmanager
def nginx_serving(
    tools: Tools, folder: Path, path: str, replies: Mapping[str, Reply]
) -> Iterator[Server]:
    """
    nginx, answering `path` with these replies: their bodies and their headers.

    `replies` are by content encoding. Raises MeasureError when it cannot do the same.
    """
    if "br" in replies and not tools.brotli_module:
        raise MeasureError("nginx has no module for .br files (libnginx-mod-http-brotli-static)")
    pages = folder / "pages"
    pages.mkdir()
    for encoding, reply in replies.items():
        (pages / f"{path.strip('/')}{SUFFIXES[encoding]}").write_bytes(reply.body)
    headers = {
        name: value for name, value in replies[""].headers.items() if name not in TRANSPORT
    } | {name: value for reply in replies.values() for name, value in _vary(reply)}
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            user="user root;" if os.geteuid() == 0 else "",  # the folder is ours alone
            load=f"load_module {tools.brotli_module};" if tools.brotli_module else "",
            brotli="brotli_static on;" if tools.brotli_module else "",
            folder=folder,
            host=HOST,
            port=port,
            content_type=headers.pop("content-type"),
            headers="\n".join(
                f"    add_header {name} {_quoted(value)};" for name, value in headers.items()
            ),
        ),
        "utf-8",
    )
    command = [tools.nginx, "-p", str(folder), "-c", str(configuration), "-e", "stderr"]
    with serving("nginx", command, port, folder, ready=path) as server:
        yield server


def _vary(reply: Reply) -> Iterator[tuple[str, str]]:
    if "vary" in reply.headers:
        yield "vary", reply.headers["vary"]


def _quoted(value: str) -> str:
    if "$" in value:
        raise MeasureError("nginx would read $ in a header as a variable")
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
