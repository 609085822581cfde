"""New Safes: the call that deploys one, and the address at which it will stand.

A Safe 1.4.1 (SafeL2, whose events every service reads) is made by Safe's own SafeProxyFactory at an address that
follows from its owners, threshold and number alone (CREATE2, EIP-1014), so that the same proposal can send it
something. Where everything stands: https://github.com/safe-global/safe-deployments.

One that is recallable has the account that deploys it as a module: what that account decides moves what the Safe holds,
without its owners. A Safe lets only itself enable a module, and knows its own address only when it stands: so it is
told by MultiSendCallOnly 1.5.0, which takes the zero address for the Safe itself.
"""

from collections.abc import Sequence

import msgspec
from eth_utils.crypto import keccak

from bot.domain.actions.actions import Action, Operation
from bot.domain.actions.effects import NewSafe
from bot.domain.ids import Address, ChainId, checksummed
from bot.execution.actions.abi import function
from bot.execution.actions.known import SAFE_ADMINISTRATION
from bot.execution.safe.multi_send import multi_send

FACTORY = Address("0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67")
SINGLETON = Address("0x29fcB43b46531BcA003ddC8FCB67FFE91900C762")
FALLBACK_HANDLER = Address("0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99")
MULTI_SEND_150 = Address("0xA83c336B20401Af773B6219BA5027174338D1836")
CODE_HASHES = {
    FACTORY: "0x50c3cdc4074750a7a974204a716c999edd37482f907608d960b2b025ee0b3317",
    SINGLETON: "0xb1f926978a0f44a2c0ec8fe822418ae969bd8c3f18d61e5103100339894f81ff",
    FALLBACK_HANDLER: "0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9",
    MULTI_SEND_150: "0xcdbdcec38d2f1c7d961b0029ff8416b7e86e9974d6f0e9c9580c7d17fcfb6663",
}
"""keccak256 of the code that has to stand there."""
MOST_OWNERS = 50
LARGEST_NUMBER = 10**9

_INIT_CODE_HASH = bytes.fromhex("e298282cefe913ab5d282047161268a8222e4bd4ed106300c547894bbefd31ee")
"""keccak256 of what creates a proxy of the singleton: the factory's `proxyCreationCode()` and the singleton."""
_CREATE = function("createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce)")
_SETUP = function(
    "setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, "
    "address paymentToken, uint256 payment, address paymentReceiver)"
)
_ENABLE_MODULE = next(each for each in SAFE_ADMINISTRATION.values() if each.name == "enableModule")
_ZERO = Address("0x0000000000000000000000000000000000000000")
_NO_CHAIN = ChainId(0)
"""Calls that are packed into others stand on no chain of their own."""


class Deployment(msgspec.Struct, frozen=True):
    """A new Safe that somebody asks for."""

    owners: tuple[Address, ...]
    threshold: int
    recallable: bool = False
    number: int = 1
    """Tells apart several of the same owners and threshold."""

    @property
    def needs(self) -> tuple[Address, ...]:
        """The contracts that have to stand on its chain."""
        return tuple(CODE_HASHES) if self.recallable else (FACTORY, SINGLETON, FALLBACK_HANDLER)

    def calldata(self, by: Address) -> bytes:
        """What the factory is told by the account that deploys it."""
        initializer = _initializer(self.owners, self.threshold, by if self.recallable else None)
        return _CREATE.encode([SINGLETON, initializer, self.number])


def new_safe(action: Action) -> NewSafe | None:
    """The Safe that a call deploys; None for every other call, and for one that deploys a Safe in any other way."""
    data = bytes.fromhex(action.data[2:])
    if (
        action.to != FACTORY
        or action.operation is not Operation.CALL
        or (values := _CREATE.read(data)) is None
    ):
        return None
    singleton, initializer, number = values
    if checksummed(singleton) != SINGLETON or (setup := _SETUP.read(initializer)) is None:
        return None
    owners = tuple(checksummed(owner) for owner in setup[0])
    threshold, module = int(setup[1]), _module_in(setup[3])
    told = _CREATE.encode([SINGLETON, _initializer(owners, threshold, module), number])
    if action.value or told != data:
        return None
    return NewSafe(_address(initializer, number), owners, threshold, module)


def _initializer(owners: Sequence[Address], threshold: int, module: Address | None) -> bytes:
    """How a new Safe is set up, as the same bytes each time."""
    to, data = _ZERO, b""
    if module is not None:
        enabling = "0x" + _ENABLE_MODULE.encode([module]).hex()
        to, data = MULTI_SEND_150, bytes.fromhex(multi_send([Action(_NO_CHAIN, _ZERO, 0, enabling)])[2:])
    return _SETUP.encode([list(owners), threshold, to, data, FALLBACK_HANDLER, _ZERO, 0, _ZERO])


def _module_in(data: bytes) -> Address | None:
    """The module that these bytes of a setup would enable, if they enable one: it is encoded anew to be sure."""
    place = data.find(_ENABLE_MODULE.selector)
    account = data[place + 4 + 12 : place + 4 + 32]
    return checksummed(account) if place >= 0 and len(account) == 20 else None


def _address(initializer: bytes, number: int) -> Address:
    """Where the factory puts it (SafeProxyFactory.sol 1.4.1, `createProxyWithNonce`)."""
    salt = keccak(keccak(initializer) + number.to_bytes(32, "big"))
    made = keccak(b"\xff" + bytes.fromhex(FACTORY[2:]) + salt + _INIT_CODE_HASH)
    return checksummed(made[12:])
