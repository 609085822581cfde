"""What many tests begin with is done once: each gets the world and the database as they were afterwards.

Hundreds of votes begin in a server that was set up in the same way, by as many statements as the rest of a test has.
The first step of a world (`@beginning`) is therefore done in a world of its own, which is kept; all worlds that begin
with it, with the same arguments, become what that one has become, as after a start of the program. So do further steps
that follow at once. As soon as a test has changed anything else, or has read the database, steps are done where it is.
"""

from __future__ import annotations

import pickle
from collections.abc import Awaitable, Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from bot.domain.errors import FolkmootError
from tests.databases import Databases

if TYPE_CHECKING:
    from tests.harness.world import World

P = ParamSpec("P")
T = TypeVar("T")
W = TypeVar("W", bound="World")

PARTS = ("clock", "chain", "safes", "safe", "simulator", "handler")
"""What the services hold on to: it is changed, and never another one."""
VALUES = ("jobs", "other_chains", "trust_levels", "given_up", "proposal", "transactions", "break_commits")
NAMES = ("_interactions", "_names")
_LISTENERS = ("on_card", "on_thread")
"""By which the handler tells its own world."""


@dataclass(frozen=True, eq=False)
class Beginning:
    """A world whose program has ended, what it was like then, and what its last step returned."""

    world: World
    state: bytes
    returned: Any


class Beginnings:
    """All that were made on a kind of database."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._folder = TemporaryDirectory()
        self._numbers = count()
        self._known: dict[tuple[Beginning | None, bytes], Beginning | None] = {}

    async def after(
        self, world: World, step: Callable[..., Awaitable[Any]], arguments: bytes
    ) -> Beginning | None:
        """What the world becomes by this step. None where the step fails."""
        key = (world.begun, arguments)
        if key not in self._known:
            self._known[key] = await self._made(world, step, arguments)
        return self._known[key]

    async def _made(
        self, world: World, step: Callable[..., Awaitable[Any]], arguments: bytes
    ) -> Beginning | None:
        file = Path(self._folder.name) / f"{next(self._numbers)}.db"
        made = type(world)(await self._databases.make(file))
        made.beginnings = self
        made.start()
        if world.begun is not None:
            await self.become(made, world.begun)
        _, positional, named = pickle.loads(arguments)
        try:
            returned = await step(made, *positional, **named)
            state = state_of(made)
        except FolkmootError:
            return None
        finally:
            await made.stop()
        return Beginning(made, state, returned) if state is not None else None

    async def become(self, world: World, beginning: Beginning) -> None:
        """Nobody has used the world's database yet."""
        await self._databases.replace(world.url, beginning.world.url)
        same = {id(getattr(beginning.world, name)): getattr(world, name) for name in PARTS}
        for name in PARTS:
            part, listeners = getattr(world, name), _listeners(getattr(world, name))
            part.__dict__.update(deepcopy(_inside(getattr(beginning.world, name)), same), **listeners)
        for name in (*VALUES, *NAMES):
            setattr(world, name, deepcopy(getattr(beginning.world, name), same))
        world.begun, world.used = beginning, False


_BEGINNINGS: WeakKeyDictionary[Databases, Beginnings] = WeakKeyDictionary()


def beginnings_of(databases: Databases) -> Beginnings:
    """Those that are kept for as long as these databases are there."""
    if databases not in _BEGINNINGS:
        _BEGINNINGS[databases] = Beginnings(databases)
    return _BEGINNINGS[databases]


def beginning(
    step: Callable[Concatenate[W, P], Awaitable[T]],
) -> Callable[Concatenate[W, P], Awaitable[T]]:
    """A step with which many worlds begin."""

    @wraps(step)
    async def begun(world: W, *positional: P.args, **named: P.kwargs) -> T:
        found = None
        if world.beginnings is not None and untouched(world):
            try:
                arguments = pickle.dumps((step.__qualname__, positional, named))
            except (pickle.PicklingError, AttributeError, TypeError):
                pass
            else:
                found = await world.beginnings.after(world, step, arguments)
        if found is None:
            world.used = True
            return await step(world, *positional, **named)
        await world.beginnings.become(world, found)
        return deepcopy(found.returned)

    return begun


def untouched(world: World) -> bool:
    """Whether it is as it began."""
    if world.used:
        return False
    began = world.begun.state if world.begun else state_of(type(world)(world.url))
    return began is not None and state_of(world) == began


def state_of(world: World) -> bytes | None:
    """All that a world remembers besides its database. None where it holds something that can't be kept."""
    known = {id(world): "world", **{id(getattr(world, name)): name for name in PARTS}}
    content = {name: _inside(getattr(world, name)) for name in PARTS}
    content |= {name: getattr(world, name) for name in (*VALUES, *NAMES)}
    written = BytesIO()
    try:
        _StatePickler(written, known).dump(content)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
    return written.getvalue()


class _StatePickler(pickle.Pickler):
    """Writes the same bytes for the same content."""

    def __init__(self, written: BytesIO, known: Mapping[int, str]) -> None:
        """`known`: what is named instead of written, by identity."""
        super().__init__(written)
        self._known = known

    def persistent_id(self, each: Any) -> str | list[bytes] | None:
        return self._known.get(id(each)) or _in_order(each)


def _in_order(each: Any) -> list[bytes] | None:
    """The content of a set, whose own order is another one in a copy; None for anything else."""
    return sorted(map(pickle.dumps, each)) if isinstance(each, set | frozenset) else None


def _inside(part: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(part).items() if name not in _LISTENERS}


def _listeners(part: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(part).items() if name in _LISTENERS}
