"""The world at hand: a stage with a bot on it whose time, chain, services and connections can be moved, broken and
mended.

What can be done is in `sandbox.world.controls`, a file for each kind; `sandbox.world.registry` names them all.
"""

from sandbox.world.clock import SharedClock
from sandbox.world.control import Act, CannotPress, Control, Group, Switch
from sandbox.world.registry import CONTROLS, control_named
from sandbox.world.sandbox import Sandbox

__all__ = [
    "CONTROLS",
    "Act",
    "CannotPress",
    "Control",
    "Group",
    "Sandbox",
    "SharedClock",
    "Switch",
    "control_named",
]
