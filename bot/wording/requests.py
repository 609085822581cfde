"""What those who carry out a request are asked to sign: decoded, with every number to compare."""

from bot.domain.errors import StoredDataInvalid
from bot.domain.executors import AnyInstructions, ExecutionRequest
from bot.services.proposals.cards import Card
from bot.wording.cards import actions_text
from bot.wording.executors.registry import words_of
from bot.wording.language import Language

_ROOM = 400


def request_text(card: Card, request: ExecutionRequest, instructions: AnyInstructions, say: Language) -> str:
    """The request for those who carry it out. Raises StoredDataInvalid where the vote has never opened."""
    proposal = card.proposal
    if proposal.opening is None:
        raise StoredDataInvalid(f"request {request.id}: proposal {proposal.id} never opened")
    words = words_of(request.kind)
    lines = words.to_sign(proposal, proposal.opening, request, instructions, say)
    calls = say._("**What was voted on**, read back from the calldata:")
    return "\n".join([*lines, actions_text(card.actions, _ROOM, calls, say)])
