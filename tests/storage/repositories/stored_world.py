"""What the storage tests begin with, and short ways to say things."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.domain.actions.actions import Action, Operation
from bot.domain.blocks import BlockRef
from bot.domain.elections.ballot import Ballot, CastMethod
from bot.domain.ids import (
    Address,
    BlockHash,
    ChainId,
    ChannelId,
    GuildId,
    MemberId,
    ProposalId,
    RoleId,
    TransactionHash,
    address,
)
from bot.domain.metagovernance.casting import ForeignProposal
from bot.domain.milestones.milestone import Milestone
from bot.domain.policy.model import Policy, preset
from bot.domain.proposals.facts import Content
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.spaces.retire_track import RetireTrack
from bot.domain.spaces.space import Space, Track
from bot.services.ports import Repositories, UnitOfWork
from bot.storage.database import Database
from bot.storage.engine import open_database

START = datetime(2026, 3, 1, 12, 0, 0, 123456, UTC)
HOME = GuildId(2**60 + 1)
ABROAD = GuildId(2**60 + 2)
ADA, BEN, CAM = MemberId(2**62 + 1), MemberId(2**62 + 2), MemberId(2**62 + 3)
WEI = 2**256 - 1
"""The largest amount that a chain knows."""

BLOCK = BlockRef(ChainId(1), 19_000_000, BlockHash("0x" + "ab" * 32), 1_700_000_000)
OTHER_BLOCK = BlockRef(ChainId(100), 31_000_000, BlockHash("0x" + "cd" * 32), 1_700_000_005)
CONTENT = Content(
    "Fund the garden",
    "With *trees* and “quotes”,\nand 🌳.",
    (
        Action(ChainId(1), address("0x" + "11" * 20), WEI, "0x", line="transfer all of it", signature=""),
        Action(ChainId(1), address("0x" + "22" * 20), 0, "0xdeadbeef", Operation.DELEGATE_CALL),
    ),
    foreign=ForeignProposal(ChainId(1), address("0x" + "33" * 20), str(2**256 - 1), "Their words"),
    milestones=(
        Milestone(
            "The “first” 🌳",
            date(2027, 1, 31),
            Action(ChainId(1), address("0x" + "44" * 20), WEI, "0x", line="transfer more of it"),
        ),
    ),
    acts=(CreateRole("Cōuncil", line="create role"), RetireTrack("main", line="retire")),
)


def after(seconds: float = 0, **more: float) -> datetime:
    """A time that long after the start."""
    return START + timedelta(seconds=seconds, **more)


def wallet(number: int) -> Address:
    return address(f"0x{number:040x}")


def transaction_hash(number: int) -> TransactionHash:
    return TransactionHash(f"0x{number:064x}")


def ballot(
    proposal: ProposalId,
    member: MemberId,
    choice: object = "For",
    at: datetime = START,
    source: int = 1,
    cast_method: CastMethod = CastMethod.BUTTON,
    reason: str | None = None,
) -> Ballot:
    return Ballot(proposal, member, choice, at, cast_method, source, reason)


@dataclass
class World:
    database: Database
    unit: UnitOfWork
    home: Space
    abroad: Space
    track: Track
    track_abroad: Track

    async def proposal(self, content: Content = CONTENT, author: MemberId = ADA) -> ProposalId:
        """A draft at home."""
        async with self.unit.writing() as repositories:
            return await repositories.proposals.add(self.home.id, self.track.id, author, content, START)

    async def proposal_abroad(self) -> ProposalId:
        async with self.unit.writing() as repositories:
            return await repositories.proposals.add(self.abroad.id, self.track_abroad.id, BEN, CONTENT, START)


async def bind(repositories: Repositories, guild: GuildId, name: str, at: datetime = START) -> Space:
    return await repositories.spaces.bind(
        guild,
        name,
        announcements=ChannelId(11),
        discussion=ChannelId(12),
        log=ChannelId(13),
        moderators=RoleId(14),
        guardians=RoleId(15),
        at=at,
    )


async def open_world(url: str) -> World:
    database = open_database(url)
    unit = database.unit_of_work()
    async with unit.writing() as repositories:
        home, abroad = await bind(repositories, HOME, "Home"), await bind(repositories, ABROAD, "Abroad")
        track = await repositories.spaces.set_track(home.id, "token", policy(), START)
        track_abroad = await repositories.spaces.set_track(abroad.id, "token", policy(), START)
    return World(database, unit, home, abroad, track, track_abroad)


def policy(threshold: int = 5) -> Policy:
    return preset("token").model_copy(update={"proposal_threshold": threshold})
