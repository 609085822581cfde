"""What those who carry out a request are asked to sign: decoded, with every number to compare."""

import msgspec

from bot.domain.errors import StoredDataInvalid
from bot.services.execution.instructions import ToSign
from bot.services.proposals.cards import Card
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.listing import danger_lines, deed_lines
from bot.wording.actions.simulation import simulation_lines
from bot.wording.execution.queue import queue_lines
from bot.wording.executors.registry import words_of
from bot.wording.language import Language
from bot.wording.markup.discord_markup import LAYOUT_LIMIT

_WARNED = 1_200
"""Characters of dangers that stand in the summary; more of them go before it."""


class RequestText(msgspec.Struct, frozen=True):
    """A request for those who carry it out, in the order in which it is posted."""

    warned: tuple[str, ...]
    """What to look at twice, where that is too long for the summary."""
    summary: str
    """What to compare, and who has signed: one message, that is edited as that changes."""
    deeds: tuple[str, ...]
    """Every action, a line each."""


@telling_accounts_apart
def request_text(card: Card, to_sign: ToSign, say: Language) -> RequestText:
    """The request with all that is to be compared. What is dangerous comes before everything else.

    Raises StoredDataInvalid where the vote has never opened.
    """
    proposal, request = card.proposal, to_sign.request
    if proposal.opening is None:
        raise StoredDataInvalid(f"execution_requests {request.id}: openings {proposal.id}")
    actions = card.made_by(request.executor)
    near = say.on_chain(request.executor.chain)
    words = words_of(request.kind)
    native = actions[0].native if actions else ""
    dangers = [*danger_lines(actions, near), *words.warnings(request, native, near)]
    apart = len("\n".join(dangers)) > _WARNED
    heading, *lines = words.to_sign(
        proposal, proposal.opening, request, to_sign.instructions, to_sign.members, say
    )
    waits = queue_lines(to_sign.queue, card.space.guild, say) if proposal.concluded_at is None else ()
    shown = [heading, *([] if apart else dangers), *waits, *lines]
    calls = say._("**What was voted on**, read back from the calldata:")
    return RequestText(
        tuple(dangers) if apart else (),
        say.fitted(shown, LAYOUT_LIMIT),
        (calls, *deed_lines(actions, near), *_simulated(to_sign, native, near)),
    )


def _simulated(to_sign: ToSign, native: str, say: Language) -> list[str]:
    """What it would do now, as far as it was tried out."""
    if to_sign.simulation is None:
        return []
    return simulation_lines(to_sign.simulation, native, say)
