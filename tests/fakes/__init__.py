"""Fakes with behaviour: a clock, a chain of blocks, Safes, actions and a notification handler, as the
services' ports want them.

They keep no expectations: a test makes the world, acts, and looks at the world.
"""

from tests.fakes.actions import FakeActionCodec
from tests.fakes.bridges import FakeBridges
from tests.fakes.chain import MAINNET, FakeChain
from tests.fakes.clock import START, ManualClock
from tests.fakes.delivery import Away, Lost, RecordingHandler
from tests.fakes.discord_server import FakeDiscordServer
from tests.fakes.drops import FakeDrops
from tests.fakes.foreign_votes import GOVERNOR, FakeForeignVote, FakeForeignVotes
from tests.fakes.mirrors import FakeFramework, FakeMirrorReader
from tests.fakes.names import account, digest
from tests.fakes.safe_owners import FakeSafeOwnership
from tests.fakes.safes import FakeSafe, FakeSafes
from tests.fakes.simulator import FakeSimulator
from tests.fakes.treasury import FakeTreasuryReader

__all__ = [
    "GOVERNOR",
    "MAINNET",
    "START",
    "Away",
    "FakeActionCodec",
    "FakeBridges",
    "FakeChain",
    "FakeDiscordServer",
    "FakeDrops",
    "FakeForeignVote",
    "FakeForeignVotes",
    "FakeFramework",
    "FakeMirrorReader",
    "FakeSafe",
    "FakeSafeOwnership",
    "FakeSafes",
    "FakeSimulator",
    "FakeTreasuryReader",
    "Lost",
    "ManualClock",
    "RecordingHandler",
    "account",
    "digest",
]
