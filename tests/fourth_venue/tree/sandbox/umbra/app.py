"""The Umbra venue: books of cash by wallet, behind a key."""

from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request

from sandbox.answers import refuse, route, show
from sandbox.credentials import Credentials
from sandbox.distortion import Forms, json_reply, retry_headers
from sandbox.umbra.state import Books
from sandbox.world import Person, World


class Umbra:
    """The venue's call over one world."""

    def __init__(self, world: World, _credentials: Credentials, *, limits: bool) -> None:
        self.books = Books(world)
        self.app = Starlette(routes=[route("/book", self.book)])
        self._key = world.digest("umbra-key", 0)[:8].hex()

    def settings(self, _base_url: str, _directory: Path) -> Mapping[str, str]:
        """The key."""
        return {"API_KEY": self._key}

    def links(self, person: Person) -> Mapping[str, list[object]]:
        """Everybody's wallet, but for who was added by a write."""
        return {} if person.added else {"umbra_wallets": [self.books.wallet_of(person)]}

    async def book(self, request: Request) -> object:
        """One book; null for one that was never used."""
        if request.headers.get("x-umbra-key") != self._key:
            refuse(401, {"reason": "KEY"})
        wallet, number = request.query_params["wallet"], int(request.query_params["number"])
        person = self.books.owner(wallet)
        show(request, person.mode if person else None)
        return {"wallet": wallet, "number": number, "book": self.books.book(person, number) if person else None}


FORMS = Forms(
    rate_limited=lambda fault: json_reply(429, {"reason": "PACE"}, retry_headers(fault)),
    error=lambda fault: json_reply(fault.status, {"reason": "DOWN"}),
    forbidden=lambda _fault, _path: json_reply(403, {"reason": "WALLET"}),
    expired_token=json_reply(401, {"reason": "KEY"}),
    required=frozenset({"cash"}),
    owners={"wallet": "0xeeeeeeeeee"},
)
