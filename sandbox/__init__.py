"""The three venues, pretended faithfully enough to develop, demonstrate, test and benchmark against."""

from sandbox.assembly import Sandbox, create_sandbox
from sandbox.faults import MODES, VENUES, Fault, Faults
from sandbox.front import Call
from sandbox.world import FAULT_MODES, World

__all__ = ["FAULT_MODES", "MODES", "VENUES", "Call", "Fault", "Faults", "Sandbox", "World", "create_sandbox"]
