"""A server whose track pays those who vote, and short ways to vote and be paid there."""

from typing import Any

import msgspec

from bot.domain.ids import Address, ProposalId
from bot.domain.policy.model import Policy
from bot.domain.policy.voter_rewards import OPENING_SELECTOR
from bot.domain.proposals.proposal import Proposal
from bot.domain.voter_rewards.rewards import Rewards, rewards_in
from bot.services.delivery.notifications import PostEvent
from bot.wording.delivery.events import event_text
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from tests.fakes import account
from tests.harness import DISCUSSION, GUILD, ServiceHarness

RIVER = account("river")
DISTRIBUTOR = account("distributor")
SAY = language(markup=DISCORD)


async def rewarding(harness: ServiceHarness, powers: dict[str, int], **rule: Any) -> None:
    """A server whose members hold so much, and whose track pays 100 base units of RIVER for a vote."""
    await harness.set_up()
    await harness.powers(powers)
    await change(harness, voter_rewards=rewards(**rule))


def rewards(**rule: Any) -> dict[str, Any]:
    return {"token": RIVER, "symbol": "RIVER", "decimals": 0, "pool": 100, "needs_quorum": False, **rule}


async def change(harness: ServiceHarness, **policy: Any) -> None:
    """Give the track other rules."""
    async with harness.services.uow.writing() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
        changed = Policy.model_validate({**track.policy.model_dump(), **policy})
        await repositories.spaces.set_track(track.space, track.name, changed, harness.clock.now())


async def opened(harness: ServiceHarness, author: str = "ada", actions: str = "") -> ProposalId:
    proposal = await harness.submitted(author, actions=actions)
    await harness.pass_time(DISCUSSION)
    assert await harness.open_now(proposal) is not None
    await harness.services.power_reads.everyone(proposal)
    harness.proposal = proposal
    return proposal


async def voted(harness: ServiceHarness, votes: dict[str, str | int], **how: Any) -> ProposalId:
    """A vote in which members chose so, closed."""
    proposal = await opened(harness, **how)
    for name, choice in votes.items():
        await harness.vote(name, choice)
    await harness.close(proposal)
    return proposal


async def paid(harness: ServiceHarness, vote: ProposalId) -> Proposal:
    """What pays the voters of the vote."""
    payout = await harness.services.paying_voters.pay(vote)
    assert payout is not None
    return await harness.get(payout)


def transfers(payout: Proposal) -> dict[Address, int]:
    """To whom how much goes, as the calls have it."""
    found = {}
    for action in payout.content.actions:
        assert (action.to, action.value, action.data[:10]) == (RIVER, 0, "0xa9059cbb")
        found[Address(f"0x{action.data[34:74]}")] = int(action.data[74:], 16)
    assert len(found) == len(payout.content.actions)
    return found


def listed(payout: Proposal) -> tuple[int, bytes, str]:
    """How much goes into a list for voters, the root of that, and the record of the vote, as the calls have it."""
    approval, opening = payout.content.actions
    assert (approval.to, approval.data[:10]) == (RIVER, "0x095ea7b3")
    assert int(approval.data[10:74], 16) == int(DISTRIBUTOR, 16)
    assert (opening.to, opening.data[:10]) == (DISTRIBUTOR, OPENING_SELECTOR)
    token, record, root, total, _ = [opening.data[place : place + 64] for place in range(10, 330, 64)]
    assert (int(token, 16), total) == (int(RIVER, 16), approval.data[74:])
    return int(total, 16), bytes.fromhex(root), record


async def amounts(harness: ServiceHarness, payout: Proposal) -> dict[str, int]:
    """The same by the names of members."""
    wallets = {harness.wallet(name).lower(): name for name in ("ada", "ben", "cleo", "dan", "eve", "finn")}
    return {wallets[wallet.lower()]: amount for wallet, amount in transfers(payout).items()}


async def recorded(harness: ServiceHarness, vote: ProposalId) -> Rewards:
    """What the vote's record says."""
    record = await harness.services.cards.record(vote)
    assert record is not None
    return rewards_in(msgspec.json.decode(record)["voter_rewards"])


async def told(harness: ServiceHarness) -> str:
    """What was said of rewards, as members read it."""
    found = [each for each in await harness.notified(PostEvent) if each.event in ("rewards", "no_rewards")]
    return "\n".join(event_text(each.event, each.data, SAY) for each in found)
