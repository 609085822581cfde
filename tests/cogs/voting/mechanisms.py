"""A vote of any mechanism under way, and what its card offers."""

from collections.abc import Mapping
from typing import Any

from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from sandbox.discord import Message, Modal, Reply
from tests.cogs.voting.discord_harness import DiscordHarness

COUNCIL = ("Ada", "Ben", "Cleo", "Dan")


async def vote_by(
    dao: DiscordHarness,
    mechanism: str,
    powers: dict[str, int],
    choices: tuple[str, ...] = COUNCIL,
    *,
    options: dict[str, Any] | None = None,
    delegations: Mapping[str, str] | None = None,
    **changes: Any,
) -> ProposalId:
    """A vote between these choices, in a space made for it; its card is posted. It has the rules that are given.

    `delegations`: who delegated to whom before it opened.
    """
    await dao.set_up()
    async with dao.harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(dao.guild_id)
        (track,) = await repositories.spaces.tracks(space.id)
        fields: dict[str, Any] = {
            "mechanism": mechanism,
            "choices": choices,
            "options": options or {},
            "rules": {},
            "delegation": {} if delegations else None,
            **changes,
        }
        policy = Policy.model_validate({**track.policy.model_dump(), **fields})
        await repositories.spaces.set_track(space.id, track.name, policy, dao.harness.clock.now())
    await dao.harness.powers(powers, guild=dao.guild_id)
    for delegator, delegate in (delegations or {}).items():
        actor = dao.harness.actor(delegator, guild=dao.guild_id)
        await dao.harness.services.delegating.delegate(actor, dao.member(delegate))
    proposal = await dao.harness.submitted(next(iter(powers)), guild=dao.guild_id)
    await dao.deliver()
    await dao.harness.open(proposal)
    await dao.deliver()
    return proposal


async def receipt_of(reply: Reply) -> Message:
    """What the member reads in the end, which only they do."""
    message = await reply.settled()
    assert message.ephemeral
    return message


async def ballots(dao: DiscordHarness, proposal: ProposalId) -> dict[str, Any]:
    """Each member's ballot as the database has it."""
    return dict(await dao.stored(proposal))


def labels(message: Message) -> list[str | None]:
    return [button.label for button in message.buttons]


def options(message: Message, custom_id: str | None = None) -> list[str]:
    """What a menu of the message offers."""
    return [option["label"] for option in message.select(custom_id)["options"]]


def chosen(message: Message, custom_id: str | None = None) -> list[str]:
    """What is chosen in a menu of the message before anybody touches it."""
    return [option["label"] for option in message.select(custom_id)["options"] if option.get("default")]


async def press(dao: DiscordHarness, name: str, message: Message, label: str) -> Message:
    """What a member reads after they clicked a button."""
    return await receipt_of(await dao[name].click(message, label))


async def pick(dao: DiscordHarness, name: str, message: Message, *values: str) -> Message:
    """What a member reads after they chose in a menu."""
    return await receipt_of(await dao[name].select(message, values=list(values)))


async def sent(form: Modal, values: dict[str, str]) -> Message:
    """What a member reads after they sent a form."""
    return await receipt_of(await form.submit(values))
