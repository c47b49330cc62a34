"""Serves GraphiQL from files of our own, under a policy that lets the page reach nothing but this origin."""

import json
import re
from collections.abc import Sequence
from html import escape
from os import PathLike, stat_result
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from schema.operations import Operation

_FOLDER = Path(__file__).parent
_ASSETS = _FOLDER / "assets"
_PREFIX = "/graphiql"
_HASHED = re.compile(r"-[0-9A-Z]{8}\.\w+$")

# Not the machine's own table, which differs from one system to the next and often lacks fonts.
_CONTENT_TYPES = {
    "": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}

SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "worker-src 'self'",
            "style-src 'self' 'unsafe-inline'",  # the editor (monaco) makes style elements while it runs
            "font-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def page(operations: Sequence[Operation], endpoint: str = "/graphql") -> Response:
    """GraphiQL on `endpoint`, one tab per operation with its example variables, the first one active."""
    config = {"endpoint": endpoint, "tabs": [_tab(operation) for operation in operations]}
    html = Template((_FOLDER / "page.html").read_text("utf-8")).substitute(
        config=_script_safe(json.dumps(config)),
        endpoint=escape(endpoint),
        script=_address("main-*.js"),
        style=_address("main-*.css"),
    )
    return HTMLResponse(html, headers={**SECURITY_HEADERS, "Cache-Control": "no-cache"})


def assets() -> BaseRoute:
    """The page's scripts, workers, styles and fonts; their names carry a hash of what is in them."""
    return Mount(_PREFIX, _Assets(directory=_ASSETS), name="graphiql-assets")


def _tab(operation: Operation) -> dict[str, str]:
    """A tab as GraphiQL takes it, which names it after the operation in it."""
    variables = {"variables": json.dumps(operation.variables, indent=2)} if operation.variables else {}
    return {"query": operation.text, **variables}


def _script_safe(text: str) -> str:
    """JSON that cannot end the script element it stands in."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _address(pattern: str) -> str:
    (file,) = _ASSETS.glob(pattern)
    return f"{_PREFIX}/{file.name}"


class _Assets(StaticFiles):
    def file_response(
        self, full_path: PathLike[str] | str, stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, with the page's own policy (a worker obeys that of its script) and a year in caches."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(SECURITY_HEADERS)
        response.headers["Content-Type"] = _CONTENT_TYPES[Path(full_path).suffix]
        if _HASHED.search(str(full_path)):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
