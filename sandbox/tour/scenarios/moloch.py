"""A payment by a Moloch DAO of the third version (Baal): decided on Discord, submitted, voted on, left in peace,
processed."""

from __future__ import annotations

from sandbox.chain.baal import deploy_baal
from sandbox.tour.checks import executed, said
from sandbox.tour.play import TOKEN, Play
from sandbox.tour.presses import Leave, SendPrepared, Turn, VoteInDao
from sandbox.tour.presses.moloch import HEADING, baal_of
from sandbox.tour.scenario import WORLD, Scenario, Seen, Step
from sandbox.tour.steps import propose_the_well, set_up, vote_on_the_well
from sandbox.world.controls.pass_time import HOUR
from sandbox.world.controls.skip_to_end import TO_END_OF_TIMELOCK

_THREAD = "#the discussion"
_SHARES = {"ada": 60, "ben": 25, "cleo": 15}
_VOTE, _GRACE = 1800, 3600
"""Seconds: as long as each lasts on chain."""


async def _build(play: Play) -> None:
    """A Baal in which the members have shares, whose Safe holds 100 ETH."""
    stage = play.stage
    shares = {play.wallet(name): amount * TOKEN for name, amount in _SHARES.items()}
    salt = len(stage.stages)
    baal = await deploy_baal(
        stage.chain, shares, voting=_VOTE, grace=_GRACE, sponsor_threshold=TOKEN, salt=salt
    )
    await stage.chain.fund(baal.safe.address, 100 * TOKEN)
    await stage.finalize()
    stage.contracts["the DAO"], stage.contracts["its Safe"] = baal.contract, baal.safe
    stage.contracts["its shares"] = baal.shares
    play.baal = baal


async def _left(play: Play) -> Seen:
    baal = baal_of(play)
    shares = await baal.shares.call("balanceOf", play.wallet("ben").address)
    held = await play.stage.chain.balance(baal.safe.address)
    if shares or held != 75 * TOKEN:
        return None
    return "Ben has no share any more; 25 of the DAO's 100 ETH are his, and 75 are left."


MOLOCH = Scenario(
    "moloch",
    "A payment by a Moloch DAO",
    "Decided on Discord by shares, submitted and voted on in the DAO; who disagrees leaves with a part; processed.",
    {"ada": 60, "ben": 25, "cleo": 15},
    (
        set_up("moloch", "erc20_votes {shares}", safe="baal {baal}"),
        *propose_the_well(),
        *vote_on_the_well("75 FOLK"),
        Step(
            WORLD,
            "The timelock on Discord is over",
            "Until now a guardian could have stopped it with /veto. The time to leave comes later, in the DAO.",
            (Turn(TO_END_OF_TIMELOCK),),
            "What goes to the DAO, in a message that stays up to date, with what leaving pays before and after.",
            said(_THREAD, HEADING, "it waits to be submitted", "for each share or loot: 1 ETH"),
        ),
        Step(
            "ada",
            "Ada submits it to the DAO",
            "Her wallet has shares enough to sponsor it as well, so that the DAO's vote begins at once.",
            (SendPrepared(HEADING),),
            "The message says until when the members vote on chain, and by which number.",
            said(_THREAD, HEADING, "the dao's members vote on chain until"),
        ),
        Step(
            "ada",
            "Ada votes for it in the DAO",
            "The same decision once more, where the money is.",
            (VoteInDao(in_favour=True),),
            "Her shares, in the message that stays up to date.",
            said(_THREAD, HEADING, "60 folk yes, 0 folk no"),
        ),
        Step(
            "ben",
            "Ben votes against it in the DAO",
            "He may vote here as he did on Discord, or otherwise: the two votes are two votes.",
            (VoteInDao(in_favour=False),),
            "Both sides as the DAO counts them.",
            said(_THREAD, HEADING, "60 folk yes, 25 folk no"),
        ),
        Step(
            WORLD,
            "The vote in the DAO ends, and the grace begins",
            "Nothing moves for a while: whoever can't live with what passed has time to go.",
            (Turn(HOUR),),
            "It passed in the DAO too.",
            said(_THREAD, "it passed in the dao too"),
        ),
        Step(
            "ben",
            "Ben leaves",
            "He burns his shares and takes along just their part: of 100 ETH a quarter, and nobody has to agree.",
            (Leave(),),
            "25 ETH of the Safe are his; the payment comes out of what is left.",
            _left,
        ),
        Step(
            WORLD,
            "The grace is over",
            "Who stays has had as long to leave as who left.",
            (Turn(HOUR),),
            "The discussion says that it can be processed, and the page offers it.",
            said(_THREAD, "the grace period is over"),
        ),
        Step(
            "cleo",
            "Cleo processes it",
            "Anybody may, and pays the network's fee: the calls are those that were voted on twice.",
            (SendPrepared(HEADING),),
            "The announcement; and the grantee has 12 ETH more.",
            executed(12, "the dao carried it out"),
        ),
    ),
    build=_build,
)
