"""A parliament whose proposals may change the server, and what is asked of it in the tests of that."""

from bot.domain.ids import ProposalId, RoleId
from bot.domain.policy.model import Policy
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.outcomes import ActOutcome
from bot.services.server_acts.carrying_out import TRY_AGAIN
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from tests.harness import GUARDIANS, GUILD, MODERATORS, TIMELOCK, ServiceHarness

SAY = language(markup=DISCORD)
COUNCIL, STEWARDS, MODS = RoleId(501), RoleId(502), RoleId(503)
COUNCIL_TO_BEN = "grant <@&501> to <@102>"
BEN = 102


async def founded(
    harness: ServiceHarness,
    *,
    acts: tuple[ActKind, ...] = tuple(ActKind),
    roles: tuple[RoleId, ...] = (COUNCIL, MODS),
) -> None:
    """Its track lets proposals do these acts, with these roles."""
    await harness.set_up()
    await harness.powers({"ada": 10})
    server = harness.server
    server.add(COUNCIL, "Council")
    server.add(STEWARDS, "Stewards")
    server.add(MODS, "Mods", permissions=1 << 2)
    server.add(MODERATORS, "Moderators", position=2)
    server.add(GUARDIANS, "Guardians", position=3)
    named = {"acts": [kind.value for kind in acts], "roles": [str(role) for role in roles]}
    await change_policy(harness, server=named)


async def change_policy(harness: ServiceHarness, **fields: object) -> None:
    async with harness.services.uow.writing() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
        policy = Policy.model_validate({**track.policy.model_dump(), **fields})
        await repositories.spaces.set_track(track.space, track.name, policy, harness.clock.now())


async def passed(harness: ServiceHarness, *lines: str) -> ProposalId:
    """A proposal with these lines has passed, and its timelock is over."""
    proposal = await harness.submitted(actions="\n".join(lines))
    await harness.open(proposal)
    await harness.passed(proposal)
    await harness.pass_time(TIMELOCK)
    return proposal


async def carried_out(harness: ServiceHarness, *lines: str) -> ProposalId:
    proposal = await passed(harness, *lines)
    await harness.proceed()
    return proposal


async def tried_again(harness: ServiceHarness) -> None:
    await harness.pass_time(TRY_AGAIN)
    await harness.proceed()


async def outcomes(harness: ServiceHarness, proposal: ProposalId) -> list[str]:
    """What became of each act that was tried: its status, and why it isn't done."""
    return [_said(outcome) for outcome in (await harness.get(proposal)).act_outcomes]


def _said(outcome: ActOutcome) -> str:
    return f"{outcome.status}: {outcome.why}" if outcome.why else outcome.status.value
