"""A parliament that elects members, and a vote on its seats."""

from typing import Any

from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from bot.domain.proposals.facts import Closing
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from tests.harness import GUILD, ServiceHarness
from tests.services.server_acts.changed_server import COUNCIL, founded

SAY = language(markup=DISCORD)
COUNCIL_TO_WINNERS = "grant <@&501> to winners for 180 days"
MEMBERS = {"ada": 40, "ben": 35, "cleo": 25}
RANKED = {"ada": (1, 3, 2), "ben": (2, 3, 1), "cleo": (3, 2, 1)}
"""Of Ada, Ben and Cleo as candidates: Cleo goes out first, Ben wins; without him Cleo does."""
ELECTS: dict[str, Any] = {
    "mechanism": "ranked_choice",
    "choices": (),
    "choices_from": "proposal",
    "reactions": False,
    "rules": {"quorum": {"kind": "headcount", "value": 1}},
}
"""What a track says whose choices are candidates."""


async def electing(harness: ServiceHarness, *, seats: int = 2, **policy: Any) -> None:
    """A server whose track elects so many of the candidates by ranked choice."""
    await founded(harness, roles=(COUNCIL,))
    await harness.powers(MEMBERS)
    async with harness.services.uow.writing() as repositories:
        (track,) = await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id)
        elects = {**ELECTS, "elects": {"seats": seats}}
        changed = Policy.model_validate({**track.policy.model_dump(), **elects, **policy})
        await repositories.spaces.set_track(track.space, track.name, changed, harness.clock.now())


def candidates(harness: ServiceHarness, *names: str) -> str:
    """As an author writes them."""
    return "\n".join(f"{name.title()} <@{harness.member(name)}>" for name in names or MEMBERS)


async def standing(harness: ServiceHarness, *lines: str, choices: str = "") -> ProposalId:
    """A vote under way, on the candidates and with these lines."""
    preview = await harness.services.proposing.draft(
        harness.actor("ada"),
        "A council",
        "For half a year.",
        "\n".join(lines),
        choices=choices or candidates(harness),
    )
    proposal = preview.proposal.id
    await harness.services.proposing.submit(harness.actor("ada"), proposal)
    await harness.thread_stands(proposal)
    await harness.open(proposal)
    return proposal


async def elected(
    harness: ServiceHarness, proposal: ProposalId, ballots: dict[str, Any] | None = None
) -> Closing:
    """The members vote, and it is closed."""
    harness.proposal = proposal
    for name, ranking in (ballots or RANKED).items():
        await harness.vote(name, ranking)
    await harness.end(proposal)
    closing = await harness.services.closing.close(proposal)
    assert closing is not None
    return closing
