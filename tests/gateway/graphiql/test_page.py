"""The GraphiQL page and its files, as served, without a browser."""

import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from gateway.graphiql.page import assets, page
from schema.operations import Operation

FOLDER = Path(__file__).parents[3] / "gateway" / "graphiql" / "assets"
HOSTILE = 'query X { a(b: "</script><script>alert(1)</script><!-- & \u2028 $config") }'
OPERATIONS = [
    Operation("First", "query First { __typename }", {}),
    Operation("Hostile", HOSTILE, {"b": "</script><script>alert(2)</script>"}),
]


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text of each script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag; a script's text follows it."""
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        """Add the text to the script it stands in."""
        if self.cdata_elem == "script":
            self.scripts[-1] += data

    @property
    def loaded(self) -> list[str]:
        """The addresses that a browser loads by itself."""
        return [
            address
            for _, attributes in self.tags
            for name in ("src", "href", "data", "action", "poster", "srcset")
            if (address := attributes.get(name)) is not None
        ]


@pytest.fixture
def client() -> httpx.AsyncClient:
    """A client of an app that serves nothing but the page and its files."""
    routes = [Route("/", lambda _: page(OPERATIONS)), assets()]
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=Starlette(routes=routes)), base_url="http://gateway.test"
    )


def files(pattern: str) -> list[str]:
    """The names of the assets of one kind; there is always at least one."""
    names = sorted(path.name for path in FOLDER.glob(pattern))
    assert names
    return names


async def test_the_page_may_reach_only_its_own_origin(client: httpx.AsyncClient) -> None:
    """The policy denies by default, allows this origin by name and lets no script stand in the page."""
    answer = await client.get("/")
    policy = dict(directive.split(" ", 1) for directive in answer.headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "worker-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


async def test_the_page_loads_only_files_that_exist(client: httpx.AsyncClient) -> None:
    """Every address in the page is a data URL or a path of ours that answers 200."""
    elements = Elements((await client.get("/")).text)
    paths = [address for address in elements.loaded if not address.startswith("data:")]
    assert len(paths) == 2
    for path in paths:
        assert re.fullmatch(r"/graphiql/[\w.-]+", path)
        assert (await client.get(path)).status_code == 200


async def test_the_style_sheet_loads_only_files_that_exist(client: httpx.AsyncClient) -> None:
    """Every url() in the style sheet is a data URL or a font of ours."""
    (name,) = files("main-*.css")
    sheet = (await client.get(f"/graphiql/{name}")).text
    addresses = [address.strip("'\"") for address in re.findall(r"url\(([^)]*)\)", sheet)]
    fonts = {address.removeprefix("./") for address in addresses if not address.startswith("data:")}
    assert fonts == set(files("*.woff2") + files("*.ttf"))
    assert "@import" not in sheet


async def test_the_script_starts_only_workers_that_exist(client: httpx.AsyncClient) -> None:
    """The worker files that the script names are exactly those that are served."""
    (name,) = files("main-*.js")
    script = (await client.get(f"/graphiql/{name}")).text
    assert set(re.findall(r"\./(\w+\.worker-\w+\.js)", script)) == set(files("*.worker-*.js"))


async def test_hostile_operation_text_stays_text(client: httpx.AsyncClient) -> None:
    """An operation that closes the script element arrives whole in the configuration and adds no element."""
    html = (await client.get("/")).text
    elements = Elements(html)
    assert [tag for tag, _ in elements.tags].count("script") == 2
    config: dict[str, Any] = json.loads(elements.scripts[0])
    first, hostile = OPERATIONS
    assert (config["endpoint"], config["tabs"][0]) == ("/graphql", {"query": first.text})
    assert config["tabs"][1]["query"] == HOSTILE
    assert json.loads(config["tabs"][1]["variables"]) == hostile.variables
    assert html.count("alert(1)") == html.count("alert(2)") == 1
    assert "<!--" not in html


def test_the_endpoint_is_the_caller_s() -> None:
    """The configuration and the text for browsers without JavaScript name the given endpoint, escaped."""
    html = bytes(page([], endpoint='/a"<b').body).decode()
    assert json.loads(Elements(html).scripts[0]) == {"endpoint": '/a"<b', "tabs": []}
    assert "<code>/a&quot;&lt;b</code>" in html


@pytest.mark.parametrize(
    ("pattern", "content_type"),
    [
        ("*.js", "text/javascript; charset=utf-8"),
        ("*.css", "text/css; charset=utf-8"),
        ("*.woff2", "font/woff2"),
        ("*.ttf", "font/ttf"),
    ],
)
async def test_hashed_files_are_typed_and_cached(client: httpx.AsyncClient, pattern: str, content_type: str) -> None:
    """Each file has its own content type, the page's policy and, its name being a hash, a year in caches."""
    for name in files(pattern):
        answer = await client.get(f"/graphiql/{name}")
        assert answer.headers["content-type"] == content_type
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


async def test_the_licences_are_served_and_may_change(client: httpx.AsyncClient) -> None:
    """The licence texts of what is redistributed are there as text, not cached for ever."""
    answer = await client.get("/graphiql/LICENSES.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "immutable" not in answer.headers.get("cache-control", "")
    for package in ("graphiql", "monaco-editor", "react", "@fontsource/fira-code"):
        assert re.search(rf"^{package} \d", answer.text, re.MULTILINE)


async def test_no_file_outside_the_assets_is_served(client: httpx.AsyncClient) -> None:
    """A path that climbs out of the folder, or names nothing in it, is not found."""
    for path in ("/graphiql/..%2fpage.py", "/graphiql/%2e%2e/page.py", "/graphiql/absent.js", "/graphiql/"):
        assert (await client.get(path)).status_code == 404


def test_the_files_are_those_that_the_build_made() -> None:
    """Every asset has the checksum that the build wrote down, and no other file lies beside them."""
    lines = (FOLDER / "SHA256SUMS").read_text("utf-8").splitlines()
    written = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.iterdir()}
    del found["SHA256SUMS"]
    assert found == written
