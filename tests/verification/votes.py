"""Votes of every kind, held by the real services: each gives a record to check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from msgspec.structs import replace

from bot.domain.elections.ballot import CastMethod
from bot.domain.ids import ProposalId, RoleId
from bot.domain.policy.model import DelegationRule
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import Holding, PowerRule
from bot.services.voting.casting.receipt import Receipt
from bot.services.voting.casting.vote_request import VoteRequest
from tests import countersigning
from tests.countersigning import click, explained, typed
from tests.harness import SILVER, TOKEN, ServiceHarness
from tests.services.conviction.staking_harness import HOUR, StakingHarness
from tests.services.councils.electing import COUNCIL_TO_WINNERS, RANKED, electing, standing
from tests.services.delegation.delegating import delegate_power, rule
from tests.services.delegation.registered import begun, delegate_on_chain
from tests.services.delegation.registered import space as space_with_registry
from tests.services.metagovernance.metagovernance import convene, decided
from tests.services.reputation.merit import meritocracy
from tests.services.voter_rewards.rewarding import DISTRIBUTOR, rewarding
from tests.services.voter_rewards.rewarding import opened as open_rewarded
from tests.services.voting.casting.signing import sign, signed_vote
from tests.services.voting.ending import EXTENSION, MAJORITY, before_end

ELDERS = RoleId(77)
REWARDS = {"shared": "power", "pool": 90, "cap": 50, "late": "PT10M"}
HOLDING = Holding(window=timedelta(days=7), samples=4)


async def plain(harness: ServiceHarness) -> ProposalId:
    """Somebody changed their mind, somebody gave a reason, somebody reacted, and two declare conflicts of interest,
    one without a vote; roles and tokens count."""
    sources = f"erc20_votes {TOKEN.contract} + erc20 {SILVER.contract} x 2 + role <@&{ELDERS}> x 30"
    proposal = await harness.opened({"ada": 300, "ben": 200, "cleo": 7}, sources=sources, quorum="5 votes")
    await harness.vote("ada", "Against")
    await harness.vote("ben", "Abstain", reason="Ich weiß \u2028 nicht: \U0001f937", roles={ELDERS})
    await harness.vote("cleo", "Against", cast_method=CastMethod.COMMAND)
    await harness.post_card(proposal)
    await harness.vote("ada", "For")
    for name in ("ada", "dan"):
        actor, text = harness.actor(name), f"{name} owns the pump."
        await harness.services.declaring_conflicts.declare(actor, proposal, text, harness.clock.now())
        await harness.pass_time(timedelta(seconds=1))
    return proposal


async def delegated(harness: ServiceHarness) -> ProposalId:
    """Delegation that is passed on, a pause, and a late swing that moved the end."""
    await harness.set_up()
    await rule(
        harness,
        delegation=DelegationRule(depth="transitive"),
        extension=EXTENSION,
        rules=MAJORITY,
        reactions=True,
    )
    await harness.powers({"ada": 10, "ben": 20, "cleo": 40, "dan": 5, "eve": 80})
    for delegator, delegate in (("dan", "cleo"), ("cleo", "ben"), ("eve", "dan")):
        await delegate_power(harness, delegator, delegate)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    await harness.services.moderation.pause(harness.moderator(), proposal, "A typo")
    await harness.pass_time(timedelta(minutes=30))
    await harness.services.moderation.resume(harness.moderator(), proposal, "Mended")
    await before_end(harness, proposal, timedelta(hours=1))
    await harness.vote("ben", "Against")
    await harness.services.deadlines.review(proposal)
    return proposal


async def gated(harness: ServiceHarness) -> ProposalId:
    """Only the power of those counts who hold another token: one who doesn't votes for one who does."""
    sources = f"erc20_votes {TOKEN.contract} + erc20 {SILVER.contract} gate 2 + role <@&{ELDERS}> x 3"
    await harness.set_up(sources=sources, quorum="5 votes", threshold="0")
    await rule(harness, delegation=DelegationRule())
    await harness.powers({"ada": 300, "ben": 200, "cleo": 7})
    for name, silver in (("ada", 200), ("ben", 199), ("cleo", 250)):
        harness.chain.hold(SILVER, harness.wallet(name), silver)
    await delegate_power(harness, "cleo", "ben")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "For", roles={ELDERS})
    await harness.vote("ben", "Against", roles={ELDERS})
    return proposal


async def split(harness: ServiceHarness) -> ProposalId:
    """Power that is split, passed on, and cut at a cap and at what a delegate accepts; a late swing moved the end."""
    await harness.set_up()
    await rule(
        harness,
        delegation=DelegationRule(depth="transitive", cap=70),
        extension=EXTENSION,
        rules=MAJORITY,
        reactions=True,
    )
    await harness.powers({"ada": 10, "ben": 20, "cleo": 41, "dan": 5, "eve": 80})
    ada, ben = harness.member("ada"), harness.member("ben")
    await harness.services.delegating.describe(harness.actor("ada"), "", "", "", "9")
    for delegator, parts in (("cleo", 50), ("eve", 90)):
        await harness.services.delegating.split(harness.actor(delegator), [(ben, parts), (ada, 100 - parts)])
    await delegate_power(harness, "dan", "cleo")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, timedelta(hours=1))
    await harness.vote("ben", "Against")
    await harness.services.deadlines.review(proposal)
    return proposal


async def apart(harness: ServiceHarness) -> ProposalId:
    """Wallets that say something apart, with roles and delegated power beside; a late one moved the end."""
    await harness.set_up(
        sources=f"erc20_votes {TOKEN.contract} + erc20 {SILVER.contract} x 2 + role <@&{ELDERS}> x 30",
        quorum="5 votes",
    )
    await rule(harness, delegation=DelegationRule(), extension=EXTENSION, rules=MAJORITY, reactions=True)
    for second in ("ada/2", "ada/3"):
        await harness.link("ada", second)
        harness.hold(second, 150)
        harness.hold(second, 5, SILVER)
    await harness.powers({"ada": 300, "ben": 200, "cleo": 7})
    await delegate_power(harness, "cleo", "ada")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ben", "Against")
    await harness.vote_apart("ada", "ada/2", "Against", "For", roles={ELDERS})
    await before_end(harness, proposal, timedelta(hours=1))
    await harness.vote_apart("ada", "ada", "Against", roles={ELDERS})
    await harness.services.deadlines.review(proposal)
    await harness.pass_time(timedelta(seconds=1))
    await harness.vote_apart("ada", "ada/2", "Abstain", roles={ELDERS})
    return proposal


async def by_registry(harness: ServiceHarness) -> ProposalId:
    """Wallets delegated on chain to wallets of those who vote."""
    await space_with_registry(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "stranger", "ada", holds=30)
    delegate_on_chain(harness, "another", "ben", holds=3)
    harness.chain.advance(10)
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    return proposal


async def held(harness: ServiceHarness) -> ProposalId:
    """The least balance of several blocks counts, at most a cap."""
    await harness.set_up()
    await harness.powers({"ada": 1_000, "ben": 50})
    await harness.compose(holding=HOLDING, cap=700)
    await harness.pass_time(timedelta(days=10))
    harness.chain.advance(10)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    return proposal


async def reputable(harness: ServiceHarness) -> ProposalId:
    """Reputation counts, which was granted before."""
    await meritocracy(harness, {"ada": 50, "ben": 20})
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    return proposal


async def ranked(harness: ServiceHarness) -> ProposalId:
    """A run-off of three, by the root of what is held."""
    await harness.set_up()
    await rule(
        harness,
        mechanism="ranked_choice",
        choices=("Ada", "Ben", "Cleo"),
        rules={},
        reactions=False,
        power=PowerRule(sources=(TOKEN,), symbol="VOTE", decimals=18, curve="root"),
    )
    await harness.powers({"ada": 4 * 10**18, "ben": 9 * 10**18, "cleo": 3})
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", (1, 2))
    await harness.vote("ben", (2, 3, 1))
    await harness.vote("cleo", (3,))
    return proposal


async def staked(harness: ServiceHarness) -> ProposalId:
    """A proposal that passed by conviction."""
    dao = StakingHarness(harness)
    await dao.begin({"ada": 1_000, "ben": 500})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.add("ben", well, "100")
    await dao.withdraw("ben", well)
    await dao.wait(48 * HOUR)
    return well


async def countersigned(harness: ServiceHarness) -> ProposalId:
    """Every ballot came with Discord's own signature: clicks, one that was changed, a command, and a reason that was
    given for an earlier ballot."""
    await harness.set_up()
    await rule(harness, trust=TrustLevel.COUNTERSIGNED, rules=MAJORITY)
    await harness.powers({"ada": 10, "ben": 5, "cleo": 7, "dan": 2})
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await _sent(harness, harness.ballot("ada", "For"), click)
    await _sent(harness, harness.ballot("ben", "Against"), click)
    first = await _sent(harness, harness.ballot("dan", "Against"), click)
    await harness.pass_time(timedelta(seconds=5))
    await _sent(harness, harness.ballot("ben", "Abstain"), click)
    by_command = harness.ballot("cleo", "For", reason="It is due.", cast_method=CastMethod.COMMAND)
    await _sent(harness, by_command, partial(typed, choice="for"))
    why = harness.ballot("dan", "Against", reason="Too dear.")
    await _sent(harness, why, partial(explained, earlier=first.code))
    return proposal


async def _sent(
    harness: ServiceHarness, vote: VoteRequest, body: Callable[[VoteRequest], dict[str, Any]]
) -> Receipt:
    """The ballot, cast by a request that Discord signed."""
    signed = countersigning.countersigned(body(vote))
    return await harness.services.voting.cast(replace(vote, evidence=signed))


async def signed(harness: ServiceHarness) -> ProposalId:
    """Wallets signed: one member's two wallets the same, and another's changed its mind."""
    proposal = await signed_vote(harness)
    await sign(harness, "ben", "For")
    await sign(harness, "ada", "Against")
    await sign(harness, "ada", "Against", "ada/2")
    await sign(harness, "ben", "Against")
    return proposal


async def cast_whole(harness: ServiceHarness) -> ProposalId:
    """How the votes of a Safe are cast on a Governor: all for the side that wins."""
    await convene(harness, {"ada": 10, "ben": 30})
    return await decided(harness, {"ada": "For", "ben": "Against"})


async def cast_split(harness: ServiceHarness) -> ProposalId:
    """The same in parts, as members split."""
    await convene(harness, {"ada": 10, "ben": 20, "cleo": 30}, casts="split")
    return await decided(harness, {"ada": "Against", "ben": "For", "cleo": "Abstain"})


async def rewarded(harness: ServiceHarness) -> ProposalId:
    """The vote pays its voters: somebody came late, somebody unlinked their wallet, and a cap is reached."""
    return await _rewarded(harness)


async def rewarded_by_list(harness: ServiceHarness) -> ProposalId:
    """The same, where members claim what they get."""
    return await _rewarded(harness, distributor=DISTRIBUTOR)


async def _rewarded(harness: ServiceHarness, **rule: Any) -> ProposalId:
    await rewarding(harness, {"ada": 1, "ben": 2, "cleo": 97, "dan": 5, "eve": 8}, **REWARDS, **rule)
    proposal = await open_rewarded(harness)
    for name in ("ada", "ben", "cleo", "dan"):
        await harness.vote(name, "For")
    await harness.unlink("dan")
    await before_end(harness, proposal, timedelta(minutes=5))
    await harness.vote("eve", "Against")
    await harness.vote("ada", "Against")
    return proposal


async def elected(harness: ServiceHarness) -> ProposalId:
    """Two of three candidates are elected by ranked choice, to a role and as owners of the Safe."""
    await electing(harness, elects={"seats": 2, "owners": True})
    leaves = harness.safe.owners[0]
    seats = f"make winners owners, threshold 2, in place of {leaves}"
    proposal = await standing(harness, COUNCIL_TO_WINNERS, seats)
    for name, ranking in RANKED.items():
        await harness.vote(name, ranking)
    return proposal


VOTES: dict[str, Callable[[ServiceHarness], Awaitable[ProposalId]]] = {
    each.__name__: each
    for each in (
        plain,
        delegated,
        split,
        apart,
        gated,
        by_registry,
        held,
        reputable,
        ranked,
        staked,
        countersigned,
        signed,
        cast_whole,
        cast_split,
        rewarded,
        rewarded_by_list,
        elected,
    )
}


async def record_of(harness: ServiceHarness, kind: str) -> bytes:
    """The record of a vote of this kind, closed."""
    proposal = await VOTES[kind](harness)
    if (await harness.get(proposal)).closing is None:
        await harness.end(proposal)
        assert await harness.services.closing.close(proposal) is not None
    record = await harness.services.cards.record(proposal)
    assert record is not None
    return record
