"""
What a host must be told, so that it sends the headers that the server would send.

`_headers` is read by Netlify and Cloudflare Pages, `.htaccess` by Apache; `_nginx.conf` is to be
included. Each says the same, made from the very headers of the site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hearthlight.channels.web.downloads import FOLDER
from hearthlight.transport.headers import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hearthlight.channels.export.files import Placed
    from hearthlight.transport.headers import Headers

HOST_FILES = frozenset({"_headers", "_nginx.conf", ".htaccess"})

_TYPE = b"content-type"
_CACHE = b"cache-control"


def tell_hosts(placed: Sequence[Placed]) -> dict[str, bytes]:
    """The files for hosts, by name. The same site always gives the same bytes."""
    pages = [one for one in placed if one.file.endswith(".html")]
    assets = [one for one in placed if not one.file.endswith(".html")]
    shared = _shared(pages)
    return {
        "_headers": _netlify(pages, assets, shared),
        "_nginx.conf": _nginx(pages, assets, shared),
        ".htaccess": _apache(pages, assets, shared),
    }


def _shared(pages: Sequence[Placed]) -> Headers:
    """What every page has, but for how long it may be kept: hosts join what is said twice."""
    first, *others = pages
    return tuple(
        one
        for one in first.headers
        if one[0] not in (_TYPE, _CACHE) and all(one in page.headers for page in others)
    )


def _own(one: Placed, shared: Headers) -> Headers:
    return tuple(header for header in one.headers if header not in shared and header[0] != _TYPE)


# ---- Netlify and Cloudflare Pages: the headers of every rule that fits are joined

_NETLIFY = """\
# For Netlify and Cloudflare Pages; both read this file from the folder that is published.
# A rule that fits adds its headers to those of the others: no name may stand in two that meet.
# Cloudflare Pages reads a hundred rules at most.
"""


def _netlify(pages: Sequence[Placed], assets: Sequence[Placed], shared: Headers) -> bytes:
    rules: dict[str, Headers] = {"/*": shared}
    common, failed = _common(pages, shared), _failed(pages)
    homes = {one.path for one in pages if one.path.endswith("/") and one.path != "/"}
    rules.update((f"{home}*", common) for home in sorted(homes))
    for one in (*pages, *assets):
        within = any(one.path.startswith(home) for home in homes)
        more = tuple(header for header in _own(one, shared) if not within or header not in common)
        if not more or one.path in failed:
            continue
        folder = one.path.rpartition("/")[0]
        if folder.endswith(f"/{FOLDER}"):
            rules[f"{folder}/*"] = more  # sheets, which all have the same: one rule for a folder
            continue
        rules[one.path] = more
        if one.file.endswith("index.html"):
            # `/talk` is answered by sending the browser on to `/talk/`.
            rules[one.path.rstrip("/") + "/"] = more
    lines = [_NETLIFY]
    for path, headers in rules.items():
        lines.append(path)
        lines.extend(f"  {_title(name)}: {value.decode()}" for name, value in headers)
        lines.append("")
    return "\n".join(lines).encode()


# ---- nginx: add_header in a location replaces all of those around it, so that each says all

_NGINX = """\
# For nginx: `include` this in a `server` block, after `root` names this folder.
# The compressed files need gzip_static, which most builds have, and for Brotli the module
# ngx_brotli: then write `brotli_static on;` beside `include`.
# Turn the log of visits off there too: `access_log off;`.
charset utf-8;
gzip_static on;
gzip_vary on;
etag off;
if_modified_since off;
server_tokens off;
port_in_redirect off;
absolute_redirect off;
"""


def _nginx(pages: Sequence[Placed], assets: Sequence[Placed], shared: Headers) -> bytes:
    lines = [_NGINX]
    # What is in an address stays in the history: a query is dropped.
    lines += ["if ($args) { return 303 $uri; }", ""]
    for file in sorted(HOST_FILES):
        lines.append(f"location = /{file} {{ return 404; }}")
    lines.append("location ~ \\.(gz|br)$ { return 404; }")
    failed = _failed(pages)
    for path in sorted(failed, key=lambda path: (len(path), path)):
        root, status = path.rsplit("/", 1)
        if not root:
            codes = "404" if status.startswith("404") else "500 502 503 504"
            lines.append(f"error_page {codes} {path};")
    lines.append("")
    for one in pages:
        told = [*_add(shared), *_add(_own(one, shared))]
        if one.path in failed:
            lines.append(f"location = {one.path} {{ internal; {_block(told)} }}")
        elif one.path == "/":
            lines.append(f"location = / {{ try_files /{one.file} =404; {_block(told)} }}")
        else:
            bare = one.path.rstrip("/")
            for path in (bare, f"{bare}/"):
                lines.append(f"location = {path} {{ try_files /{one.file} =404; {_block(told)} }}")
    for one in assets:
        kind = f'types {{}} default_type "{dict(one.headers)[_TYPE].decode()}";'
        lines.append(f"location = {one.path} {{ {kind} {_block(_add(one.headers))} }}")
    lines += [
        *_languages(failed, "location {0}/ {{ error_page 404 {1}; return 404; }}"),
        f"location / {{ return 404; {_block(_add(shared))} }}",
        "",
    ]
    return "\n".join(lines).encode()


def _failed(pages: Sequence[Placed]) -> set[str]:
    """The pages for what goes wrong."""
    return {one.path for one in pages if not one.file.endswith("index.html")}


def _languages(failed: set[str], form: str) -> Iterator[str]:
    """A page that is not there is said to be so in its own language."""
    for path in sorted(failed):
        root, status = path.rsplit("/", 1)
        if root and status.startswith("404"):
            yield form.format(root, path)


def _add(headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
    return [
        f'add_header {_title(name)} "{_escaped(value)}" always;'
        for name, value in headers
        if name != _TYPE
    ]


def _block(lines: Iterable[str]) -> str:
    # When a file was made could mark a visitor; said empty, it is not sent.
    return " ".join(('add_header Last-Modified "";', *lines))


# ---- Apache

_APACHE = """\
# For Apache 2.4 with mod_headers, mod_rewrite and mod_mime, where AllowOverride lets it be read.
Options -Indexes -MultiViews
FileETag None
AddDefaultCharset utf-8
AddType image/svg+xml .svg
AddType text/javascript .js
AddType application/json .json
ErrorDocument 404 /404.html
ErrorDocument 500 /500.html
RewriteEngine On
# What is in an address stays in the history: a query is dropped.
RewriteCond %{QUERY_STRING} .
RewriteRule ^ %{REQUEST_URI} [QSD,R=303,L]
RewriteRule (^|/)[_.] - [R=404,L]
# The file that was compressed before, where the browser takes it.
RewriteCond %{HTTP:Accept-Encoding} \\bbr\\b
RewriteCond %{REQUEST_FILENAME}.br -f
RewriteRule ^(.+)$ $1.br [L]
RewriteCond %{HTTP:Accept-Encoding} \\bgzip\\b
RewriteCond %{REQUEST_FILENAME}.gz -f
RewriteRule ^(.+)$ $1.gz [L]
<FilesMatch "\\.br$">
  Header set Content-Encoding br
</FilesMatch>
<FilesMatch "\\.gz$">
  Header set Content-Encoding gzip
</FilesMatch>
<FilesMatch "\\.html(\\.br|\\.gz)?$">
  ForceType "text/html; charset=utf-8"
</FilesMatch>
<FilesMatch "\\.js(\\.br|\\.gz)?$">
  ForceType "text/javascript; charset=utf-8"
</FilesMatch>
<FilesMatch "\\.json(\\.br|\\.gz)?$">
  ForceType application/json
</FilesMatch>
<FilesMatch "\\.txt(\\.br|\\.gz)?$">
  ForceType "text/plain; charset=utf-8"
</FilesMatch>
<FilesMatch "\\.svg(\\.br|\\.gz)?$">
  ForceType image/svg+xml
</FilesMatch>
RemoveEncoding .gz .br
Header always unset ETag
Header unset ETag
Header unset Last-Modified
Header merge Vary accept-encoding
"""


def _apache(pages: Sequence[Placed], assets: Sequence[Placed], shared: Headers) -> bytes:
    lines = [_APACHE]
    lines += _set(ALWAYS)
    lines.append('<FilesMatch "\\.html(\\.br|\\.gz)?$">')
    lines += [f"  {line}" for line in _set((*_rest(shared), *_common(pages, shared)))]
    lines.append("</FilesMatch>")
    for one in assets:
        name = re.escape(one.file.rsplit("/", 1)[-1])
        lines.append(f'<FilesMatch "^{name}(\\.br|\\.gz)?$">')
        lines += [f"  {line}" for line in _set(_rest(_own(one, shared)))]
        lines.append("</FilesMatch>")
    common = _common(pages, shared)
    for one in pages:
        if more := [header for header in _own(one, shared) if header not in common]:
            lines.append(f'<If "%{{REQUEST_URI}} =~ m#^{one.path.rstrip("/")}(/|$)#">')
            lines += [f"  {line}" for line in _set(more)]
            lines.append("</If>")
    lines += _languages(
        _failed(pages), '<If "%{{REQUEST_URI}} =~ m#^{0}/#">\n  ErrorDocument 404 {1}\n</If>'
    )
    return ("\n".join(lines) + "\n").encode()


def _common(pages: Sequence[Placed], shared: Headers) -> Headers:
    """What is a page's own and yet every page's: how long it may be kept."""
    first = _own(pages[0], shared)
    return tuple(one for one in first if all(one in page.headers for page in pages))


def _rest(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    return tuple(one for one in headers if one not in ALWAYS)


def _set(headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
    return [
        f'Header always set {_title(name)} "{_escaped(value)}"'
        for name, value in headers
        if name != _TYPE
    ]


def _title(name: bytes) -> str:
    return name.decode().title()


def _escaped(value: bytes) -> str:
    return value.decode().replace("\\", "\\\\").replace('"', '\\"')
