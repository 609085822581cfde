"""A stream is written in a line, becomes the exact calls, and pays out what the card says, to the second."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence

import pytest

from bot.domain.actions import effects
from bot.domain.actions.actions import Action
from bot.domain.actions.streams import RATE_DECIMALS
from bot.domain.errors import BadAction
from bot.domain.ids import ChainId
from bot.execution.actions.known import APPROVE
from sandbox.chain.errors import RpcError
from tests.execution.actions.paying import CHAIN, Author, served_author
from tests.said import raises_saying

DAY, YEAR = 86_400, 365 * 86_400


@pytest.fixture
async def author() -> AsyncIterator[Author]:
    async with served_author() as author:
        yield author


def due(made: effects.StreamMade, start: int, now: int) -> int:
    """What is paid out of a stream by then, from what is said of it alone."""
    said = made.schedule
    elapsed = now - start
    if elapsed < 0:
        return 0
    if elapsed < said.cliff:
        return said.at_start
    if elapsed >= said.length:
        return made.total
    at_once = said.at_start + said.at_cliff
    steps = (elapsed - said.cliff) // said.step
    return at_once + steps * said.step * (made.total - at_once) // (said.length - said.cliff)


async def later(author: Author, seconds: int) -> None:
    author.paying.local.advance(seconds)
    await author.paying.local.mine()


async def test_streams_are_made_on_the_chains_alone_for_which_there_are_contracts(author: Author) -> None:
    assert author.codec.makes_streams(CHAIN)
    assert not author.codec.makes_streams(ChainId(CHAIN + 1))


async def test_a_stream_pays_at_any_time_what_the_card_says(author: Author) -> None:
    paying, chance = author.paying, random.Random(14)
    for number in range(1, 6):
        length = chance.choice([1, 30, 365, 1_461]) * chance.randint(1, 3)
        cliff = chance.choice(["", f"cliff {chance.randint(1, 23)} hours"])
        begins = chance.choice(["", "from 2019-05-05", "from 2040-01-01"])
        line = f"vest {chance.randint(1, 10**5)}.{chance.randint(1, 10**9)} {{river}} to {{ada}} over {length} days"
        actions = await author.writes(f"{line} {cliff} {begins}")
        made = (await author.reads(actions))[-1].effect
        assert isinstance(made, effects.StreamMade)
        begun = await paying.makes(actions)
        start = begun if made.schedule.start is None else made.schedule.start
        span = max(made.schedule.length, start + made.schedule.length - begun)
        before, got = await paying.held(paying.river, "ada"), 0
        take = await author.writes(f"withdraw stream {number} to {{ada}}")
        for place in [*sorted(chance.randint(0, span) for _ in range(3)), span]:
            now = (await author.chain.latest()).timestamp
            await later(author, max(0, begun + place - now))
            try:
                when = await paying.makes(take, sender="ada")
            except RpcError:
                # There was nothing to take.
                assert due(made, start, (await author.chain.latest()).timestamp) == got
                continue
            got = due(made, start, when)
            assert await paying.held(paying.river, "ada") - before == got
        assert got in (0, made.total) or got == due(made, start, when)


async def test_what_is_paid_by_the_second_lasts_as_long_as_the_card_says(author: Author) -> None:
    paying = author.paying
    actions = await author.writes("stream 1000 {dollar} to {ada} over 7 days")
    start = (await author.reads(actions))[-1].effect
    assert isinstance(start, effects.PayStarted)
    assert (
        "what is put in lasts 7 days, and 0.000001 USDC of it stays in the balance"
        in (await author.words(actions))[-1]
    )
    begun = await paying.makes(actions)
    withdraw = paying.payroll.data("withdraw", paying.treasury, paying.wallet("ada"), start.rate)
    take = [Action(actions[0].chain, actions[1].to, 0, "0x" + withdraw.hex())]
    got, taken = 0, begun
    for seconds in (1, 90, 100_000, DAY):
        await later(author, seconds)
        when = await paying.makes(take, sender="ben")
        got, taken = got + (when - taken) * start.rate // 10 ** (RATE_DECIMALS - 6), when
        assert await paying.held(paying.dollar, "ada") == got
    await later(author, YEAR)
    await paying.makes(take, sender="ben")
    # All but what was cut at each of five withdrawals.
    assert 1_000 * 10**6 - 5 <= await paying.held(paying.dollar, "ada") <= 1_000 * 10**6 - 1


async def test_exactly_what_is_needed_is_allowed_and_all_of_it_is_used(author: Author) -> None:
    paying = author.paying
    actions = await author.writes(
        "stream 12000 {dollar} to {ada} over 12 months",
        "vest 48000 {river} to {ben} over 4 years cliff 1 year",
    )
    assert [action.line != "" for action in actions] == [True, False, True, False]
    assert [APPROVE.decode(bytes.fromhex(action.data[2:])) for action in actions[::2]] == [
        (paying.payroll.address.lower(), 12_000 * 10**6),
        (paying.lockup.address.lower(), 48_000 * 10**18),
    ]
    assert await author.dangers(actions) == []
    told = await author.words(actions)
    assert (
        f"stream 48\u202f000 RIVER (token {paying.river.address}) to {paying.wallet('ben')}, through "
        f"{paying.lockup.address}: over 1\u202f460 days from its execution on; nothing before 365 days after the "
        f"start, then 12\u202f000 RIVER at once (the cliff); {paying.treasury} may cancel it at any time, and gets "
        "what isn't paid out by then; it can't be handed on to others"
    ) in told[3]
    await paying.makes(actions)
    for token, spender in ((paying.dollar, paying.payroll), (paying.river, paying.lockup)):
        assert await token.call("allowance", paying.treasury, spender.address) == 0
        assert await token.call("balanceOf", spender.address) > 0


async def test_what_is_cancelled_comes_back(author: Author) -> None:
    paying = author.paying
    both = ("stream 1000 {dollar} to {ada} over 100 days", "vest 100 {river} to {ada} over 100 days")
    held = [await paying.held(token, "treasury") for token in (paying.dollar, paying.river)]
    await paying.makes(await author.writes(*both))
    await later(author, 50 * DAY)
    ended = await author.writes(
        "cancel stream 1000 {dollar} to {ada} over 100 days",
        "withdraw all {dollar} from llamapay",
        "cancel stream 1 by sablier",
    )
    assert [words[:2] for words in await author.words(ended)] == ["1.", "2.", "3."]
    await paying.makes(ended)
    for token, whole, before in zip((paying.dollar, paying.river), (10**9, 10**20), held, strict=True):
        kept = await paying.held(token, "treasury") - before
        assert -whole * 51 // 100 < kept < -whole * 49 // 100
    # Who is paid by the second has got theirs, and a stream still owes it.
    assert await paying.held(paying.dollar, "ada") > 0
    await paying.makes(await author.writes("withdraw stream 1 to {ada}"), sender="ada")
    assert await paying.held(paying.river, "ada") > 10**19


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("stream 12000 {dollar} to {ada}", "over 12 months"),
        ("stream 12000 {dollar} to {ada} over 12 moons", "no time such as"),
        ("stream 12000 {dollar} to {ada} over 0 days", "no time such as"),
        ("stream 12000 {dollar} to {ada} over 101 years", "of 100 years at most"),
        ("stream 12000 {dollar} to {ada} over 1 year quickly", "a stream is written"),
        ("stream 12000 {dollar} to {ada} over 1 year irrevocable irrevocable", "a stream is written"),
        ("stream 12000 {dollar} to {ada} over 1 year cliff 1 day by llamapay", "LlamaPay has no 'cliff'"),
        ("stream 12000 {dollar} to {ada} over 1 year by superfluid", "no contract 'superfluid'"),
        ("stream 0 {dollar} to {ada} over 1 year", "zero"),
        ("stream 0.0000001 {dollar} to {ada} over 1 year", "7 decimals"),
        ("stream 1 ETH to {ada} over 1 year", "only tokens"),
        ("stream 1 USDC to {ada} over 1 year", "neither ETH nor a token's address"),
        ("stream 1 {ada} to {ada} over 1 year", "no contract"),
        ("vest 1 {river} to {ada} over 1 year cliff 12 months", "shorter than the whole"),
        ("vest 1 {river} to {ada} over 1 year from 2027-02-30", "no day such as"),
        ("vest 340282366920938463464 {river} to {ada} over 1 year", "larger"),
        ("vest 1 {dollar} to {ada} over 1 year by llamapay", "no contract 'llamapay'"),
        ("cancel stream", "by its number"),
        ("cancel stream 7 by llamapay", "no contract 'llamapay'"),
        ("cancel 7", "by its number"),
        ("withdraw everything", "withdraw stream 7"),
        ("withdraw 5 {river} from llamapay", "no contract 'llamapay'"),
    ],
)
async def test_what_no_stream_could_be_is_refused(author: Author, line: str, said: str) -> None:
    with raises_saying(BadAction, said):
        await author.writes(line)


async def test_a_line_with_a_cliff_goes_where_there_are_cliffs(author: Author) -> None:
    paying = author.paying

    def through(actions: Sequence[Action]) -> str:
        return actions[-1].to

    assert through(await author.writes("stream 12 {dollar} to {ada} over 1 year")) == paying.payroll.address
    for more in ("cliff 1 day", "from 2030-01-01", "irrevocable", "transferable", "by {lockup}"):
        line = f"stream 12 {{dollar}} to {{ada}} over 1 year {more}"
        assert through(await author.writes(line)) == paying.lockup.address
