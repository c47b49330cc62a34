"""The venues, pretended faithfully enough to develop, demonstrate, test and benchmark against.

Here belongs what a venue would do: its calls, its refusals, its limits, what it keeps, and the faults it may show. A
venue is one folder (`app.py` speaks, `state.py` keeps) and one line in `registry.py`; beside the folders stands what
they share: the people of the world, the overlay of what writes changed, the faults, the servers. Here does not belong
anything of the gateway: nothing is imported from it, so that the two cannot share a mistake.
"""

from sandbox.assembly import Sandbox, create_sandbox
from sandbox.faults import MODES, Fault, Faults
from sandbox.front import Call
from sandbox.registry import BASE_PATHS, VENUES
from sandbox.world import FAULT_MODES, World

__all__ = [
    "BASE_PATHS",
    "FAULT_MODES",
    "MODES",
    "VENUES",
    "Call",
    "Fault",
    "Faults",
    "Sandbox",
    "World",
    "create_sandbox",
]
