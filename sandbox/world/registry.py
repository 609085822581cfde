"""All controls of the world, in the order in which they are shown."""

from __future__ import annotations

from sandbox.world.control import Control
from sandbox.world.controls.break_discord import DISCORD_FAILS
from sandbox.world.controls.break_rpc import ONE_RPC_OFF, RPC_LIES, RPCS_OFF, RPCS_SLOW
from sandbox.world.controls.break_safe_service import SERVICE_BUSY, SERVICE_DOWN, SERVICE_LIES
from sandbox.world.controls.carry_over import CARRY_OVER
from sandbox.world.controls.drop_gateway import DROP_GATEWAY, END_SESSION
from sandbox.world.controls.kill_bot import KILL_BOT
from sandbox.world.controls.mine import MAKE_FINAL, MINE
from sandbox.world.controls.pass_time import DAY, HOUR
from sandbox.world.controls.reorganise import REORGANISE
from sandbox.world.controls.skip_to_end import TO_END_OF_DISCUSSION, TO_END_OF_TIMELOCK, TO_END_OF_VOTE
from sandbox.world.controls.stand_still import STAND_STILL

CONTROLS: tuple[Control, ...] = (
    HOUR,
    DAY,
    TO_END_OF_DISCUSSION,
    TO_END_OF_VOTE,
    TO_END_OF_TIMELOCK,
    MINE,
    MAKE_FINAL,
    CARRY_OVER,
    STAND_STILL,
    REORGANISE,
    ONE_RPC_OFF,
    RPC_LIES,
    RPCS_SLOW,
    RPCS_OFF,
    SERVICE_DOWN,
    SERVICE_BUSY,
    SERVICE_LIES,
    DROP_GATEWAY,
    END_SESSION,
    DISCORD_FAILS,
    KILL_BOT,
)


def control_named(name: str) -> Control:
    """The control of this name. Raises KeyError."""
    return {control.name: control for control in CONTROLS}[name]
