"""Calls that are sent over bridges, and who decodes them where the bridges are known."""

from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.bridges.bridge import Bridge
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import function
from bot.execution.actions.decoding import Decoder
from bot.execution.actions.metadata import Metadata
from tests.calldata import CHAIN, METADATA, SAFE

OPTIMISM, ARBITRUM = ChainId(10), ChainId(42161)
MESSENGER = Address("0x25ace71c97B33Cc4729CF772ae268934F7ab5fA1")
PORTAL = Address("0xbEb5Fc579115071764c7423A4f12eDde41f106Ed")
INBOX = Address("0x4Dbd4fc535Ac27206064B68FfCf827b0A60BAB3f")
BRIDGES = (
    Bridge("optimism", CHAIN, OPTIMISM, (MESSENGER, PORTAL)),
    Bridge("arbitrum", CHAIN, ARBITRUM, (INBOX,)),
)
HERE = {**METADATA, **{gate: Metadata(True) for gate in (MESSENGER, PORTAL, INBOX)}}

SEND_MESSAGE = function("sendMessage(address a, bytes b, uint32 c)")
DEPOSIT = function("depositTransaction(address a, uint256 b, uint64 c, bool d, bytes e)")
_TICKET = "(address a, uint256 b, uint256 c, address d, address e, uint256 f, uint256 g, bytes h)"
CREATE_TICKET = function(f"createRetryableTicket{_TICKET}")
UNSAFE_CREATE_TICKET = function(f"unsafeCreateRetryableTicket{_TICKET}")


def decoded(action: Action, account: Address = SAFE) -> DecodedAction:
    """What the account's action does; on both other chains stands what stands here."""
    beyond = {chain: Decoder("ETH", None, METADATA, bridges=BRIDGES) for chain in (OPTIMISM, ARBITRUM)}
    silent = Decoder("¤", None, None)
    return Decoder(
        "ETH", account, HERE, bridges=BRIDGES, beyond=lambda chain: beyond.get(chain, silent)
    ).decode(action)


def message(to: Address, data: bytes, value: int = 0, gate: Address = MESSENGER) -> Action:
    """By Optimism's messenger."""
    return Action(CHAIN, gate, value, "0x" + SEND_MESSAGE.encode([to, data, 200_000]).hex())


def ticket(
    to: Address, data: bytes, fees: Address, beneficiary: Address, *, unsafe: bool = False, value: int = 0
) -> Action:
    """By Arbitrum's inbox."""
    called = UNSAFE_CREATE_TICKET if unsafe else CREATE_TICKET
    given = [to, value, 10**15, fees, beneficiary, 300_000, 10**8, data]
    return Action(CHAIN, INBOX, 10**16, "0x" + called.encode(given).hex())
