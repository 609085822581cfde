"""Powers of many wallets by many sources at one block, in as few requests as possible."""

from collections.abc import Sequence

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Outcome, Question
from bot.chain.contracts import tokens
from bot.chain.sources import FOLLOWING_READS, READS
from bot.domain.blocks import BlockRef, Reading
from bot.domain.ids import Address
from bot.services.ports import AnyOnChain


async def read_powers(
    reader: Reader, reads: Sequence[tuple[AnyOnChain, Address]], at: BlockRef
) -> list[Reading]:
    """What each source gives for each wallet at the block, unweighted, in the order of `reads`.

    Everything is asked at once, what several reads ask once; then, where answers give rise to more, all of that at
    once. A read that fails, gives no number, or more than there can be, is Undetermined. Raises ChainUnavailable when
    no endpoint answered.
    """
    known: dict[Question, Outcome] = {}

    async def learn(questions: Sequence[Sequence[Question]]) -> None:
        new = list(dict.fromkeys(each for several in questions for each in several if each not in known))
        known.update(zip(new, await reader.read(new, at), strict=True))

    def outcomes(questions: Sequence[Question]) -> list[Outcome]:
        return [known[question] for question in questions]

    asked = [READS[type(source)].calls(source, wallet) for source, wallet in reads]
    totals = {
        source: kind.total_calls(source)
        for source in dict.fromkeys(source for source, _ in reads)
        if (kind := READS[type(source)]).bounded_by_total
    }
    await learn([*asked, *totals.values()])
    following = [
        FOLLOWING_READS[type(source)].follow_ups(source, wallet, outcomes(questions))
        if type(source) in FOLLOWING_READS
        else ()
        for (source, wallet), questions in zip(reads, asked, strict=True)
    ]
    await learn(following)
    most = {
        source: READS[type(source)].total(source, outcomes(questions)) for source, questions in totals.items()
    }
    return [
        tokens.possible(
            READS[type(source)].power(source, wallet, outcomes([*first, *then]), at), most.get(source)
        )
        for (source, wallet), first, then in zip(reads, asked, following, strict=True)
    ]
