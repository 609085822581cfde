"""The Safe's votes in another DAO's Governor: members decide how they are cast, and the Safe's owners cast them."""

from __future__ import annotations

from sandbox.chain.governor import deploy_governor
from sandbox.tour.checks import requested
from sandbox.tour.play import TOKEN, Play
from sandbox.tour.presses import Execute, Turn
from sandbox.tour.scenario import Scenario, Seen, Step
from sandbox.tour.steps import (
    close_the_vote,
    count_again,
    link,
    open_the_vote,
    propose,
    prove_the_safe,
    set_up,
    sign,
    vote_by_button,
    vote_by_command,
)
from sandbox.world.controls.mine import MAKE_FINAL

_HELD = 5_000 * TOKEN
"""Votes of the Safe in the other DAO."""
_PERIOD = 14 * 24 * 3600
"""Seconds: as long as the vote there lasts."""
_ASKED = "# Open the sluice in May\n\nEarlier than last year, so that the lower fields have water."


async def _build(play: Play) -> None:
    """Another DAO with a token of its own, which the Safe holds, and a Governor on which a vote has begun."""
    chain, deployer = play.stage.chain, play.stage.chain.deployer
    token = await chain.deploy("TimestampVotesToken", "Mill", "MILL")
    await token.send("airdrop", [play.stage.safe.address], [_HELD], True, sender=deployer)
    governor = await deploy_governor(chain, token, voting_period=_PERIOD)
    await play.stage.finalize()
    play.governor = governor
    play.asked = await governor.propose([(governor.timelock.address, 0, b"")], _ASKED, sender=deployer)
    await governor.skip_to_vote(play.asked)
    await play.stage.finalize()
    play.stage.contracts["the other DAO's Governor"] = governor.contract


async def _is_cast(play: Play) -> Seen:
    """The bot announces it, and the Governor has counted all votes of the Safe against the proposal."""
    message = play.said(play.stage.announcements, "the safe executed the proposal")
    if play.governor is None:
        return None
    counted = await play.governor.contract.call("proposalVotes", play.asked)
    return message if list(counted) == [_HELD, 0, 0] else None


METAGOVERNANCE = Scenario(
    "metagovernance",
    "Votes in another DAO's Governor",
    "The Safe holds another DAO's token. Members decide here how its votes are cast there, and its owners cast them.",
    {"ada": 60_000, "ben": 45_000, "cleo": 25_000},
    (
        set_up("metagovernance"),
        prove_the_safe(),
        link("ada"),
        link("ben"),
        link("cleo"),
        propose(
            "ada",
            "The sluice of the Mill DAO",
            "They want to open it in May. Our lower meadow floods when they do.",
            actions="cast {governor} {asked}",
        ),
        open_the_vote(),
        vote_by_button("ada", "For", 1),
        vote_by_button("ben", "Against", 2),
        vote_by_command("cleo", "Against", 3, "The meadow was under water for a month last time."),
        close_the_vote("**Winner: Against**", "5\u202f000 MILL"),
        count_again("cleo"),
        Step(
            "olga",
            "The owners are asked",
            "The call follows from the count alone: anybody can work it out from the record, to the last byte.",
            (Turn(MAKE_FINAL),),
            "The Safe transaction that casts all votes against, with the record's hash as the reason on chain.",
            requested,
        ),
        sign("olga", 1),
        sign("otto", 2),
        Step(
            "olga",
            "Olga casts the votes",
            "With two signatures anybody may send it. The bot looks at the vote there again before each step.",
            (Execute(),),
            "The announcement; and the other DAO's Governor has counted the Safe's votes against its proposal.",
            _is_cast,
        ),
    ),
    build=_build,
)
