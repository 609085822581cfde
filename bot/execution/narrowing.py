"""In which few blocks a contract came to the state that it has: providers answer for few blocks at once, and a vote
with its waiting time takes tens of thousands."""

from collections.abc import Callable

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.domain.blocks import BlockRef

_FEW_BLOCKS = 10
_NEAREST, _WIDER = 64, 8


async def narrowed(
    chain: EvmChain,
    question: Call,
    reached: Callable[[Outcome], bool | None],
    since: int,
    at: BlockRef,
) -> tuple[int, BlockRef]:
    """The first and the last of few blocks, in which the answer to the question became one by which it was `reached`,
    as it is at the block `at`, and keeps; more where the nodes don't know the states between them any more (`reached`
    gives None). Raises ChainUnavailable."""
    low, high, back, passed_by = min(since, at.number), at, _NEAREST, False
    while high.number - low >= _FEW_BLOCKS:
        block = await chain.block((low + high.number) // 2 if passed_by else max(low, at.number - back))
        (answer,) = await chain.read([question], block)
        seen = reached(answer)
        if seen is None:
            break
        if not seen:
            low, passed_by = block.number, True
        elif block.number == low:
            break
        else:
            high, back = block, back * _WIDER
    return low, high
