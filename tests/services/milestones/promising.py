"""A server whose track releases milestones, and short ways to promise, report and decide there."""

from datetime import timedelta
from typing import Any

from bot.domain.executors import ProofDemand
from bot.domain.ids import ChainId, ProposalId
from bot.domain.milestones.standing import MilestoneState
from bot.domain.policy.model import Policy
from bot.domain.proposals.state import State
from tests.fakes import FakeChain
from tests.harness import GUILD, SAFE, SIGNERS, TIMELOCK, ServiceHarness

GNOSIS = ChainId(100)
VOTING = timedelta(days=3)
PARTS = {"the plan": 10, "the well": 30}
"""What is promised for what, in wei."""


async def promising(harness: ServiceHarness, powers: dict[str, int], **rule: Any) -> None:
    """A server whose members hold so much, and whose track releases milestones by such a rule."""
    await harness.set_up()
    await harness.powers(powers)
    await change(harness, milestones={"voting": "P3D", **rule})


async def change(harness: ServiceHarness, **policy: Any) -> None:
    """Give the track other rules."""
    async with harness.services.uow.writing() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
        changed = Policy.model_validate({**track.policy.model_dump(), **policy})
        await repositories.spaces.set_track(track.space, track.name, changed, harness.clock.now())


def lines(harness: ServiceHarness, *, to: str = "ben", days: int = 90) -> str:
    """Actions that promise `PARTS`, each to be reported within so many days."""
    due = (harness.clock.now() + timedelta(days=days)).date()
    return "\n".join(
        f'milestone "{title}" by {due}: transfer {amount} to {harness.wallet(to)}'
        for title, amount in PARTS.items()
    )


async def promised(
    harness: ServiceHarness, author: str = "ada", actions: str = "", **parts: Any
) -> ProposalId:
    """A proposal that promises `PARTS` and has passed, whose timelock is over."""
    written = "\n".join(filter(None, [actions, lines(harness, **parts)]))
    proposal = await harness.submitted(author, actions=written)
    await harness.open(proposal)
    await harness.passed(proposal)
    await harness.pass_time(TIMELOCK)
    return proposal


async def reported(
    harness: ServiceHarness,
    promise: ProposalId,
    place: int = 1,
    by: str = "ben",
    text: str = "Look: it is done.",
) -> ProposalId:
    """What decides on the milestone, whose thread stands."""
    release = await harness.services.reporting_milestones.report(harness.actor(by), promise, place, text)
    await harness.thread_stands(release.id)
    return release.id


async def decided(harness: ServiceHarness, release: ProposalId, votes: dict[str, str]) -> bool:
    """Whether the release passed, in which members voted so."""
    opening = await harness.open_now(release)
    assert opening is not None
    await harness.services.power_reads.everyone(release)
    harness.proposal = release
    for name, choice in votes.items():
        await harness.vote(name, choice)
    await harness.end(release)
    closing = await harness.services.closing.close(release)
    assert closing is not None
    return closing.passed


async def standing(harness: ServiceHarness, promise: ProposalId) -> list[MilestoneState]:
    """Where each milestone stands."""
    shown = await harness.services.showing_milestones.of(await harness.get(promise))
    return [each.state for each in shown]


async def on_two_chains(harness: ServiceHarness) -> None:
    """The track has an executor on a second chain too."""
    gnosis = FakeChain(harness.clock, id=GNOSIS, name="gnosis")
    harness.other_chains = [gnosis]
    await harness.restart()
    further = {"kind": "safe", "chain": GNOSIS, "address": SAFE}
    await change(harness, further_executors=[further])
    proofs, moderator = harness.services.executor_proofs, harness.moderator()
    asked = await proofs.request(moderator, f"gnosis:{SAFE}", SIGNERS[0], ProofDemand.ONE)
    await proofs.prove(moderator, asked.nonce, harness.chain.sign(SIGNERS[0], asked.message))


async def executed(harness: ServiceHarness, release: ProposalId) -> int:
    """The Safe carries out what passed. Returns what it pays."""
    request = await harness.prepared(release)
    harness.safes.end(harness.safe, request, "executed")
    harness.chain.advance(harness.chain.finality + 1)
    await harness.services.following.follow(release)
    assert await harness.state(release) is State.EXECUTED
    return int(request.payload.value)
