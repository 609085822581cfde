"""What is answered of setting servers up, and not saved yet."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.accounts.accounts import NamedAccount, NamedBy
from bot.domain.ids import Address, ChannelId, GuildId, MemberId, RoleId
from bot.domain.spaces.setup import DRAFT_LASTS, SetupAnswers, SetupDraft
from tests.storage.repositories.stored_world import ABROAD, ADA, BEN, HOME, START, World, after

ANSWERS = SetupAnswers(
    ChannelId(2**62), None, ChannelId(3), RoleId(4), None, "token", "local", "erc20 0x… “ü”\n", "none"
)
NAMES = (
    NamedAccount(Address("0x" + "1" * 40), "river.eth", NamedBy.ENS, 2**62),
    NamedAccount(Address("0x" + "2" * 40), "7", NamedBy.MEMBER),
)
DRAFT = SetupDraft("0" * 16, HOME, ADA, ANSWERS, START, {"quorum": "a lot"}, NAMES)


def draft(number: int, guild: GuildId = HOME, member: MemberId = ADA, seconds: int = 0) -> SetupDraft:
    return replace(DRAFT, token=f"{number:016x}", guild=guild, member=member, changed_at=after(seconds))


async def test_a_draft_is_found_by_its_token_and_by_its_member(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.setup_drafts.put(DRAFT)
    async with world.unit.reading() as repositories:
        assert await repositories.setup_drafts.get(DRAFT.token) == DRAFT
        assert await repositories.setup_drafts.of_member(HOME, ADA) == DRAFT
        assert await repositories.setup_drafts.of_member(HOME, BEN) is None
        assert await repositories.setup_drafts.of_member(ABROAD, ADA) is None
        assert await repositories.setup_drafts.get("1" * 16) is None


async def test_a_member_has_one_draft_in_a_server(world: World) -> None:
    async with world.unit.writing() as repositories:
        drafts = repositories.setup_drafts
        for one in (draft(1), draft(2, ABROAD), draft(3, HOME, BEN), draft(4)):
            await drafts.put(one)
        assert await drafts.get(draft(1).token) is None
        assert await drafts.of_member(HOME, ADA) == draft(4)
        assert await drafts.of_member(ABROAD, ADA) == draft(2, ABROAD)
        assert await drafts.of_member(HOME, BEN) == draft(3, HOME, BEN)


async def test_a_draft_is_dropped_once(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.setup_drafts.put(DRAFT)
        assert await repositories.setup_drafts.drop(DRAFT.token)
        assert not await repositories.setup_drafts.drop(DRAFT.token)
        assert await repositories.setup_drafts.of_member(HOME, ADA) is None


async def test_old_drafts_of_all_servers_go_and_of_a_server_the_newest_stay(world: World) -> None:
    async with world.unit.writing() as repositories:
        drafts = repositories.setup_drafts
        await drafts.put(draft(1, ABROAD, ADA, 0))
        for number in range(2, 7):
            await drafts.put(draft(number, HOME, MemberId(number), number))
        await drafts.drop_older(after(2))
        await drafts.keep_newest(HOME, 3)
        left = [number for number in range(1, 7) if await drafts.get(draft(number).token)]
        assert left == [4, 5, 6]


@given(st.timedeltas(min_value=timedelta(0), max_value=2 * DRAFT_LASTS))
def test_a_draft_is_over_when_nobody_has_gone_on_with_it_for_so_long(time: timedelta) -> None:
    assert DRAFT.is_over(START + time) == (time >= DRAFT_LASTS)
