"""What happens on chain to a proposal that a Governor is asked for."""

from __future__ import annotations

from sandbox.chain.governor import deploy_governor
from sandbox.tour.checks import said
from sandbox.tour.play import TOKEN, Play
from sandbox.tour.presses import SendPrepared, Turn, VoteOnChain
from sandbox.tour.presses.governor import HEADING
from sandbox.tour.scenario import WORLD, Step
from sandbox.world.controls.mine import MINE
from sandbox.world.controls.pass_time import HOUR
from sandbox.world.controls.skip_to_end import TO_END_OF_TIMELOCK

_THREAD = "#the discussion"
_DELAY, _PERIOD = 3, 60
"""Blocks: until a vote on chain begins, and as long as it lasts. One comes every six seconds while somebody plays."""
_TIMELOCK = 1800
"""Seconds."""


async def build_governor(play: Play) -> None:
    """An OpenZeppelin Governor over the server's token, whose timelock holds 100 ETH."""
    stage = play.stage
    governor = await deploy_governor(
        stage.chain,
        stage.token,
        voting_delay=_DELAY,
        voting_period=_PERIOD,
        threshold=1_000 * TOKEN,
        timelock_delay=_TIMELOCK,
    )
    await stage.chain.fund(governor.timelock.address, 100 * TOKEN)
    await stage.finalize()
    stage.contracts["the Governor"], stage.contracts["its timelock"] = governor.contract, governor.timelock
    play.governor = governor


def decided_on_chain() -> tuple[Step, ...]:
    """Ada proposes it to the Governor and votes for it, Ben against it; it passes there, and waits for who executes
    it."""
    return (
        Step(
            WORLD,
            "The timelock on Discord is over",
            "Until now a guardian could have stopped it with /veto. The timelock on chain comes later.",
            (Turn(TO_END_OF_TIMELOCK),),
            "What goes to the Governor, in a message that stays up to date: the bot has no key for it.",
            said(_THREAD, HEADING, "waits to be proposed"),
        ),
        Step(
            "ada",
            "Ada proposes it to the Governor",
            "A wallet with votes enough sends `propose` with just the calls that were voted on; it moves nothing yet.",
            (SendPrepared(HEADING),),
            "The discussion says so, with the id on the Governor: the hash of all calls and of the text.",
            said(_THREAD, "it was proposed to the governor, as"),
        ),
        Step(
            WORLD,
            "The vote on chain begins",
            "A Governor waits some blocks first, so that holders can delegate their votes before it looks.",
            (Turn(MINE, _DELAY + 3),),
            "The Governor's vote is open.",
            said(_THREAD, "the governor's vote is open"),
        ),
        Step(
            "ada",
            "Ada votes on chain",
            "The same decision once more, where the money is: the Governor counts by its own rules.",
            (VoteOnChain(in_favour=True),),
            "Her votes, in the message that stays up to date.",
            said(_THREAD, HEADING, "60\u202f000 folk for, 0 folk against"),
        ),
        Step(
            "ben",
            "Ben votes against it on chain",
            "He may vote here as he did on Discord, or otherwise: the two votes are two votes.",
            (VoteOnChain(in_favour=False),),
            "Both sides as the Governor counts them.",
            said(_THREAD, HEADING, "60\u202f000 folk for, 25\u202f000 folk against"),
        ),
        Step(
            WORLD,
            "The vote on chain ends",
            "In a real DAO this takes days; here so many blocks come at once.",
            (Turn(MINE, _PERIOD),),
            "It passed on the Governor too.",
            said(_THREAD, "it passed on the governor too"),
        ),
        Step(
            "cleo",
            "Cleo queues it",
            "Anybody may, and pays the network's fee. The page offers the one transaction that comes next.",
            (SendPrepared(HEADING),),
            "From when on the timelock lets it be executed.",
            said(_THREAD, "it is queued in the timelock"),
        ),
        Step(
            WORLD,
            "The timelock on chain is over",
            "Who disagrees with what passed has had this long to leave.",
            (Turn(HOUR),),
            "The discussion says that it can be executed, and the page offers it.",
            said(_THREAD, "anybody can execute it now"),
        ),
    )
