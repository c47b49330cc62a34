"""What stands before each venue: it records every call, shows the faults and lets them be set."""

from collections import Counter, deque
from typing import Any

import anyio
import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.answers import SHOWN_MODE, VENUE_FAULT
from sandbox.distortion import JSON_TYPE, NO_ANSWER_NEEDED, Forms, Reply, distort
from sandbox.faults import Fault, Faults

CONTROL_PATH = "/_sandbox/"
UNFINISHED = "sandbox.unfinished"
"""ASGI extension of a server that can end an answer before its announced length."""


class Call(msgspec.Struct):
    """One upstream call that a venue received; the status is None while, or if, there is no answer."""

    venue: str
    method: str
    path: str
    query: str
    status: int | None = None


class Record:
    """The calls that the venues received since the last reset: all counted, the newest kept."""

    def __init__(self, kept: int = 10_000) -> None:
        self.calls: deque[Call] = deque(maxlen=kept)
        self.counts: Counter[str] = Counter()

    def add(self, call: Call) -> None:
        """Counts a call at the moment it arrives."""
        self.calls.append(call)
        self.counts[call.venue] += 1

    def reset(self) -> None:
        """Forgets all calls."""
        self.calls.clear()
        self.counts.clear()


class Front:
    """One venue as an ASGI application, faults included."""

    def __init__(
        self,
        venue: str,
        app: ASGIApp,
        *,
        faults: Faults,
        record: Record,
        forms: Forms,
        control: ASGIApp,
        spared: frozenset[str],
    ) -> None:
        self._venue = venue
        self._app = app
        self._faults = faults
        self._record = record
        self._forms = forms
        self._control = control
        self._spared = spared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one call, or raises ConnectionResetError where the venue is down."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        if path.startswith(CONTROL_PATH):
            await self._control(scope, receive, send)
            return
        call = Call(self._venue, scope["method"], path, scope["query_string"].decode("latin-1"))
        self._record.add(call)
        fault = self._faults.take(self._venue, path, spared=path in self._spared)
        reply = Reply(200, b"")
        if fault is None or fault.mode not in NO_ANSWER_NEEDED:
            scope[VENUE_FAULT] = fault
            reply = await ask(self._app, scope, receive)
            shown = scope.get(SHOWN_MODE)
            fault = fault or (parse_shown(shown) if shown and reply.status == 200 else None)
        if fault is not None:
            if fault.mode == "down":
                message = f"{self._venue} is down"
                raise ConnectionResetError(message)
            if fault.mode == "slow":
                await wait_or_disconnect(receive, fault.seconds)
            reply = distort(fault, reply, self._forms, path)
        call.status = reply.status
        await answer(reply, scope, send)


def parse_shown(mode: str) -> Fault:
    """The fault that a name asks for, with its defaults."""
    return msgspec.convert({"mode": mode}, Fault)


async def ask(app: ASGIApp, scope: Scope, receive: Receive) -> Reply:
    """The healthy answer, taken whole."""
    start: dict[str, Any] = {}
    body: list[bytes] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.append(message.get("body", b""))

    await app(scope, receive, keep)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    headers.pop("content-length", None)
    content_type = headers.pop("content-type", JSON_TYPE)
    return Reply(start["status"], b"".join(body), headers, content_type)


async def answer(reply: Reply, scope: Scope, send: Send) -> None:
    """Sends the answer, short of its announced length if it has missing bytes."""
    headers = {"content-type": reply.content_type, **reply.headers}
    headers["content-length"] = str(len(reply.body) + reply.missing)
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    unfinished = bool(reply.missing) and UNFINISHED in scope.get("extensions", {})
    await send({"type": "http.response.body", "body": reply.body, "more_body": unfinished})


async def wait_or_disconnect(receive: Receive, seconds: float) -> None:
    """Waits the time out, or until the client has gone."""
    with anyio.move_on_after(seconds):
        while (await receive())["type"] != "http.disconnect":
            pass
