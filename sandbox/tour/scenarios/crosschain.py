"""A Governor on one chain pays out of an account on another one, through the bridge between them."""

from __future__ import annotations

from sandbox.chain.optimism import OTHER_MESSENGER
from sandbox.discord import CannotDo
from sandbox.tour.checks import said
from sandbox.tour.governor_steps import build_governor, decided_on_chain
from sandbox.tour.play import GRANTEE, TOKEN, Play
from sandbox.tour.presses import SendPrepared, Turn
from sandbox.tour.presses.governor import HEADING, governor_of
from sandbox.tour.scenario import WORLD, Scenario, Seen, Step
from sandbox.tour.steps import link, propose, set_up, vote_on_the_well
from sandbox.world.controls.carry_over import CARRY_OVER

_GRANT = 12_000 * TOKEN
_GAS = 300_000
"""That the call may use on the other chain."""


async def _build(play: Play) -> None:
    """The Governor, and what it owns on the other chain: an account with 50,000 tokens that does what its timelock says
    through the bridge."""
    await build_governor(play)
    second = play.stage.second
    if second is None or second.bridge is None:
        raise CannotDo("there is no bridge between the chains here")
    owner, away = governor_of(play).timelock.address, second.chain
    account = await away.deploy("CrossChainAccount", OTHER_MESSENGER, owner)
    await second.token.send("airdrop", [account.address], [50_000 * TOKEN], False, sender=away.deployer)
    grantee = play.stage.account(GRANTEE).address
    payment = second.token.data("transfer", grantee, _GRANT)
    call = account.data("forward", second.token.address, payment)
    play.named["messenger"], play.named["account_there"] = second.bridge.messenger.address, account.address
    play.named["payment_there"] = f"0x{call.hex()}"
    play.stage.contracts["the bridge's messenger"] = second.bridge.messenger
    await play.stage.finalize()


async def _paid_there(play: Play) -> Seen:
    """It is announced, and the grantee has the tokens on the other chain."""
    second = play.stage.second
    message = play.said(play.stage.announcements, "**done on the other chain**:")
    if second is None or message is None:
        return None
    paid = await second.token.call("balanceOf", play.stage.account(GRANTEE).address)
    return message if paid >= _GRANT else None


CROSSCHAIN = Scenario(
    "crosschain",
    "A Governor that acts on another chain",
    "Decided here, paid there: a Governor tells an account on another chain over a bridge, and the bot follows it.",
    {"ada": 60_000, "ben": 25_000, "cleo": 15_000},
    (
        set_up(safe="governor {governor}"),
        link("ada"),
        link("ben"),
        link("cleo"),
        propose(
            "ada",
            "Dig a second well, over there",
            "Paid out of what we have on the other chain. The card shows what the bridge is told to do there.",
            actions="call {messenger} sendMessage(address target, bytes message, uint32 minGasLimit) "
            f"{{account_there}} {{payment_there}} {_GAS}",
        ),
        *vote_on_the_well("75\u202f000 FOLK"),
        *decided_on_chain(),
        Step(
            "ben",
            "Ben executes it",
            "What is executed here only sends the call: whether it is made there nobody knows yet.",
            (SendPrepared(HEADING),),
            "The announcement says that a part of it is still on its way.",
            said("#announcements", "over a bridge to polygon", "not done yet"),
        ),
        Step(
            WORLD,
            "The call arrives on the other chain",
            "Nodes of that chain make what was sent to it, minutes later. It may be refused there: then all are told.",
            (Turn(CARRY_OVER),),
            "The announcement that it was done there; and the grantee has 12,000 FOLK more on that chain.",
            _paid_there,
        ),
    ),
    build=_build,
)
