"""Where on a chain it begins that what was asked of an executor is looked for."""

from bot.domain.executors import Examined, ExecutionRequest, MolochStage

_REORGANISED = 64
"""The chain may have been so many blocks longer when something was prepared than when it was sent."""
_FEW_PROPOSALS = 10
"""A DAO may have had so many more proposals when the vote opened than when ours was submitted, for the same reason."""


def first_block(known: int) -> int:
    """The first block in which it may stand that was not there yet at the block of this number."""
    return max(known - _REORGANISED, 0)


def first_proposal(opened: Examined) -> int:
    """The lowest number that a Moloch DAO or a Baal may give to what is asked of it after this look at it."""
    return max(opened.nonce - _FEW_PROPOSALS, 0)


def known_proposal(request: ExecutionRequest) -> str | None:
    """The number that it has been found to have in a Moloch DAO or a Baal."""
    stage = request.stage_as(MolochStage)
    return stage.id if stage is not None else None
