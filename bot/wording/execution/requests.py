"""What those who carry out a request are asked to sign: decoded, with every number to compare."""

from bot.domain.errors import StoredDataInvalid
from bot.domain.executors import AnyInstructions, ExecutionRequest
from bot.services.proposals.cards import Card
from bot.wording.actions.listing import danger_lines, deed_lines
from bot.wording.executors.registry import words_of
from bot.wording.language import Language


def request_lines(
    card: Card, request: ExecutionRequest, instructions: AnyInstructions, say: Language
) -> list[str]:
    """The request for those who carry it out, in as many lines as it takes: after its heading what to look at twice,
    then what to compare, then every action.

    Raises StoredDataInvalid where the vote has never opened.
    """
    proposal = card.proposal
    if proposal.opening is None:
        raise StoredDataInvalid(f"request {request.id}: proposal {proposal.id} never opened")
    words = words_of(request.kind)
    heading, *lines = words.to_sign(proposal, proposal.opening, request, instructions, say)
    calls = say._("**What was voted on**, read back from the calldata:")
    return [
        heading,
        *danger_lines(card.actions, say),
        *lines,
        calls,
        *deed_lines(card.actions, say),
    ]
