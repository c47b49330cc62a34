"""The participants of zerohash, as its list and its single read show them."""

from collections.abc import Mapping
from functools import lru_cache

from sandbox.overlay import Place, Places, cut, overlaid
from sandbox.world import PERIOD, Person, World, kind_of, status_of
from sandbox.zerohash.crowd import CrowdPlaces

Row = dict[str, object]


class Participants:
    """Everybody of the platform; the fault people only in a faulty crowd."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._places = lru_cache(maxsize=32)(self._list)

    def places(self, status: str | None, entity_type: str | None) -> Places:
        """Where those who pass the filters stand."""
        return self._places(status, entity_type, self.world.overlay.version)

    def listed(self, status: str | None, entity_type: str | None, start: int, stop: int) -> list[Row]:
        """Those of a part of the list."""
        places = cut(self.places(status, entity_type), start, stop)
        return [participant_row(self.world.person(number)) for number, _ in places]

    def one(self, code: str | None, email: str | None, status: str | None) -> list[Row]:
        """The one with this code or else this e-mail address, if whatever is given fits."""
        person = self.world.find(code) if code is not None else self.world.find_email(str(email))
        if person is None or (person.mode is not None and not self.world.is_listed(person.number)):
            return []
        fitting = email in (None, person.email) and status in (None, person.status)
        return [participant_row(person)] if fitting else []

    def _list(self, status: str | None, entity_type: str | None, _version: int) -> Places:
        def slots(residue: int) -> tuple[int, ...]:
            return (0,) if fits(status_of(residue), kind_of(residue), status, entity_type) else ()

        john = self.world.person(0)
        head = [(0, 0)] if fits(john.status, john.kind, status, entity_type) else []
        changed: dict[Place, bool] = {
            (person.number, 0): fits(person.status, person.kind, status, entity_type)
            for person in (*map(self.world.person, self.world.listed_last), *self.world.changed_people())
            if self.world.is_listed(person.number)
        }
        return overlaid(CrowdPlaces(head, self.world.participants - 1, slots), changed)


def fits(status: str, kind: str, wanted_status: str | None, entity_type: str | None) -> bool:
    """Whether a participant passes the list's filters; the crowd's entities are corporations."""
    own_type = "individual" if kind == "INDIVIDUAL" else "corporation"
    return wanted_status in (None, status) and entity_type in (None, own_type)


def participant_row(person: Person) -> Row:
    """One row of the participant list."""
    row: Row = {
        "participant_code": person.code,
        "participant_name": person.name,
        "email": person.email,
        "status": person.status,
        "jurisdiction_code": "US-IL",
        "limits": [],
        "updated_at": person.updated_at,
    }
    reason = reason_of(person)
    return row | {"reason_code": reason} if reason else row


def reason_of(person: Person) -> str | None:
    """Why a participant is locked or soon disabled, or that they no longer are."""
    if person.status in ("locked", "pending_disable"):
        return "compliance_issue" if person.number % PERIOD in (68, 72) else "user_request"
    return "risk_cleared" if person.status == "approved" and person.number % PERIOD == 33 else None


def basic_info(person: Person) -> Mapping[str, object]:
    """What the participant's own call shows."""
    return {
        "participant_code": person.code,
        "status": person.status,
        "action": "update",
        "participant_type": person.kind,
        "name": person.name,
        "email": person.email,
        "submission_method": "API",
        "signed_timestamp": person.created_at,
        "created_at": person.created_at,
        "last_updated": person.updated_at,
        "jurisdiction_code": "US-IL",
    }
