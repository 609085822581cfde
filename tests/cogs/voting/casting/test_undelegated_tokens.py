"""Who holds tokens that nobody votes with is told so, with what to do; never that they have nothing."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocks import Reading, Undetermined, Value
from bot.domain.ids import Address
from bot.domain.power import PowerRule
from bot.services.delegation.delegated_power import OnChainDelegation
from bot.wording.amounts import power_text
from bot.wording.delegation.delegated_power import undelegated_lines
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from tests.cogs.voting.discord_harness import DiscordHarness, text_becomes
from tests.cogs.voting.test_votes_with_delegated_power import opened
from tests.fakes import account
from tests.harness import SILVER, TOKEN

SAY = language(markup=DISCORD)
NOT_YET = f"You hold {SAY.power(3_000, 0, 'VOTE')}, not delegated yet"


async def undelegated(dao: DiscordHarness, name: str = "ben", amount: int = 3_000) -> int:
    """An open vote, in which the member holds so much that nobody votes with."""
    dao.harness.chain.hold_undelegated(TOKEN.contract, dao.harness.wallet(name), amount)
    return await dao.opened({"ada": 70, name: 0})


async def test_a_receipt_says_what_is_held_and_how_to_make_it_count(dao: DiscordHarness) -> None:
    await undelegated(dao)
    reply = await dao["ben"].click(dao.card, "For")
    said = await text_becomes(reply, NOT_YET)
    assert "Your vote on proposal 1: **For**" in said
    assert "to yourself or to somebody) before the next vote opens" in said
    assert "no power" not in said


async def test_the_command_says_it_too(dao: DiscordHarness) -> None:
    await undelegated(dao)
    reply = await dao["ben"].slash(dao.announcements, "vote cast", proposal="1", choice="For")
    assert NOT_YET in await text_becomes(reply, NOT_YET)


async def test_why_says_it_right_below_the_power(dao: DiscordHarness) -> None:
    await undelegated(dao)
    reply = await dao["ben"].slash(dao.announcements, "vote why", proposal="1")
    head, said, *_ = (await reply.settled()).text.splitlines()
    assert "Your power on proposal 1: 0 VOTE" in head
    assert NOT_YET in said


async def test_a_receipt_waits_for_no_chain_that_stands_still(dao: DiscordHarness) -> None:
    await undelegated(dao)
    dao.harness.chain.silent = True
    said = await dao.vote("ben", "For")
    assert "Your vote on proposal 1: **For**" in said.text
    assert "no power" not in said.text.replace("gave no power", "")


async def test_who_votes_with_power_has_nothing_read_for_it(dao: DiscordHarness) -> None:
    await undelegated(dao)
    await dao.vote("ada", "For")
    assert dao.harness.chain.held_requests == 0


async def test_who_holds_nothing_is_told_of_no_tokens(dao: DiscordHarness) -> None:
    await undelegated(dao, amount=0)
    said = await dao.vote("ben", "For")
    assert "It weighs nothing" in said.text
    assert "not delegated" not in said.text


async def test_what_was_acquired_after_the_snapshot_is_not_said_to_be_held_there(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70, "ben": 0})
    dao.harness.chain.hold_undelegated(TOKEN.contract, dao.harness.wallet("ben"), 3_000)
    dao.harness.chain.advance(3)
    assert "not delegated" not in (await dao.vote("ben", "For")).text


async def test_where_what_is_held_counts_nothing_is_asked_of_delegation(dao: DiscordHarness) -> None:
    await dao.set_up(sources=f"erc20 {SILVER.contract}")
    await dao.harness.powers({"ada": 70, "ben": 0}, guild=dao.guild_id)
    dao.harness.hold("ada", 7_000, SILVER)
    dao.harness.chain.advance(3)
    proposal = await dao.harness.submitted("ada", guild=dao.guild_id)
    await dao.harness.open(proposal)
    await dao.deliver()
    await dao.vote("ben", "For")
    assert dao.harness.chain.held_requests == 0


async def test_a_linked_wallet_with_tokens_that_nobody_votes_with_is_told_of(dao: DiscordHarness) -> None:
    await dao.set_up()
    wallet = dao.harness.wallet("ben")
    dao.harness.chain.hold_undelegated(TOKEN.contract, wallet, 3_000)
    dao.harness.chain.advance()
    reply = await dao["ben"].slash(dao.announcements, "wallet link", address=wallet)
    to_sign = await reply.settled()
    text = to_sign.text.split("```")[1].removeprefix("\n").removesuffix("\n")
    form = (await dao["ben"].click(to_sign, "I have signed it")).modal
    assert form is not None
    done = await form.submit({"Signature": dao.harness.chain.sign(wallet, text)})
    said = await text_becomes(done, NOT_YET)
    assert "is linked" in said


RULE = PowerRule(sources=(TOKEN,), symbol="VOTE", decimals=0)
READINGS = st.one_of(st.integers(0, 10**20).map(Value), st.just(Undetermined("the node refused")))
DELEGATES = st.one_of(st.none(), st.just(account("somebody")), st.just(Undetermined("the node refused")))


@given(st.lists(st.tuples(DELEGATES, READINGS), max_size=10))
def test_said_is_the_sum_of_what_is_surely_held_and_surely_not_delegated(
    wallets: list[tuple[Address | Undetermined | None, Reading]],
) -> None:
    found = [
        OnChainDelegation(TOKEN, account(f"wallet {number}"), delegate, held, RULE)
        for number, (delegate, held) in enumerate(wallets)
    ]
    sure = [held.raw for delegate, held in wallets if delegate is None and isinstance(held, Value)]
    lines = undelegated_lines(found, SAY)
    assert lines == [] if not sum(sure) else len(lines) == 1
    if sum(sure):
        assert power_text(sum(sure), RULE, SAY) in lines[0]


async def test_a_delegate_with_tokens_of_their_own_reads_of_both(dao: DiscordHarness) -> None:
    dao.harness.chain.hold_undelegated(TOKEN.contract, dao.harness.wallet("dan"), 3_000)
    await opened(dao, {"ada": 70, "ben": 30, "dan": 0}, {"ben": "dan"})
    said = await text_becomes(await dao["dan"].click(dao.card, "For"), NOT_YET)
    assert "Delegated to you by 1 member: **30 VOTE**" in said
