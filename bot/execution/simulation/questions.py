"""What is looked at before and after calls that are tried out: one kind for each number that may change."""

import msgspec

from bot.chain.calls.state import Call, word
from bot.domain.ids import Address
from bot.execution.actions.abi import function

_BALANCE_OF = function("balanceOf(address account)").selector
_BALANCE_OF_NUMBER = function("balanceOf(address account, uint256 id)").selector
_ALLOWANCE = function("allowance(address owner, address spender)").selector
_OWNER_OF = function("ownerOf(uint256 tokenId)").selector
_GET_APPROVED = function("getApproved(uint256 tokenId)").selector
_IS_APPROVED_FOR_ALL = function("isApprovedForAll(address owner, address operator)").selector


class CoinsOf(msgspec.Struct, frozen=True):
    """The chain's coins of an account."""

    account: Address

    @property
    def call(self) -> Call:
        return Call(self.account, b"")


class HeldOf(msgspec.Struct, frozen=True):
    """What an account has of a token."""

    contract: Address
    account: Address

    @property
    def call(self) -> Call:
        return Call(self.contract, _BALANCE_OF + word(self.account))


class ItemsOf(msgspec.Struct, frozen=True):
    """What an account has of one number of a token that has many (ERC-1155)."""

    contract: Address
    account: Address
    number: int

    @property
    def call(self) -> Call:
        return Call(self.contract, _BALANCE_OF_NUMBER + word(self.account) + self.number.to_bytes(32, "big"))


class AllowanceOf(msgspec.Struct, frozen=True):
    """What a spender may take of an owner's tokens."""

    contract: Address
    owner: Address
    spender: Address

    @property
    def call(self) -> Call:
        return Call(self.contract, _ALLOWANCE + word(self.owner) + word(self.spender))


class OperatorOf(msgspec.Struct, frozen=True):
    """Whether an operator may take everything that an owner has of a contract."""

    contract: Address
    owner: Address
    operator: Address

    @property
    def call(self) -> Call:
        return Call(self.contract, _IS_APPROVED_FOR_ALL + word(self.owner) + word(self.operator))


class OwnerOf(msgspec.Struct, frozen=True):
    """Whose an NFT is. A contract that knows none of the number refuses."""

    contract: Address
    number: int

    @property
    def call(self) -> Call:
        return Call(self.contract, _OWNER_OF + self.number.to_bytes(32, "big"))


class ApprovedOf(msgspec.Struct, frozen=True):
    """Who may take an NFT. A contract that knows none of the number refuses."""

    contract: Address
    number: int

    @property
    def call(self) -> Call:
        return Call(self.contract, _GET_APPROVED + self.number.to_bytes(32, "big"))


Question = CoinsOf | HeldOf | ItemsOf | AllowanceOf | OperatorOf | OwnerOf | ApprovedOf
