"""Any view function that says a number of an account: staked, escrowed or vested tokens.

Where the view has a hop, it is asked of the account that the function within it names for the wallet. Many wallets may
name the same account, and what it has may count for one of them only: the one that the account names back. That is the
address in the first word of the answer, where another word counts (`members` of Moloch gives a member's key); else
what the account's own `delegate()` says, else its `owner()`, else the account itself. Each is one number of the state,
so that no account counts for two (docs/decisions/0041-whose-an-account-is-that-a-wallet-names.md).
"""

from collections.abc import Sequence
from functools import lru_cache

from eth_utils.abi import function_signature_to_4byte_selector

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call, Outcome, Reverted, word
from bot.chain.contracts import tokens
from bot.chain.nodes.agreement import NoAnswer
from bot.chain.sources.one_number import OneNumber
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.errors import ChainUnavailable, WrongContract
from bot.domain.errors.chain.contracts import AnswersOtherwise, NeedsDecimals, SeveralWords
from bot.domain.ids import Address
from bot.domain.power import ViewCall
from bot.domain.power.view import MOST_WORDS, Given, View

_KIND = "call"
_WORD = 32
_NAMES_ITS_OWNER = (bytes.fromhex("c89e4361"), bytes.fromhex("8da5cb5b"))
"""`delegate()`, `owner()`"""


class ViewCallReads(OneNumber):
    def calls(self, source: ViewCall, wallet: Address) -> list[Call]:
        return [_first_call(source, wallet)]

    def follow_ups(self, source: ViewCall, wallet: Address, outcomes: Sequence[Outcome]) -> list[Call]:
        """Of the account that a hop names: what is counted, and whom it names."""
        hop = source.view.hop
        account = tokens.account(_counted(outcomes[0], hop.view)) if hop else None
        if not isinstance(account, str):
            return []
        return [
            Call(source.contract, _data(source.view, account)),
            *(Call(account, function) for function in _NAMES_ITS_OWNER),
        ]

    def power(self, source: ViewCall, wallet: Address, outcomes: Sequence[Outcome], at: BlockRef) -> Reading:
        hop = source.view.hop
        if hop is None:
            return _counted(outcomes[0], source.view)
        account = tokens.account(_counted(outcomes[0], hop.view))
        if account is None:
            return Value(0)
        if isinstance(account, Undetermined):
            return account
        reading, owner = _counted(outcomes[1], source.view), _owner(account, outcomes[1:], source.view)
        if isinstance(owner, Undetermined):
            return owner
        return Value(0) if isinstance(reading, Value) and owner != wallet else reading

    def total_calls(self, source: ViewCall) -> list[Call]:
        return [Call(source.contract, _data(source.total_view, None))] if source.total_view else []

    def total(self, source: ViewCall, outcomes: Sequence[Outcome]) -> Reading:
        if source.total_view is None:
            return super().total(source, outcomes)
        return _counted(outcomes[0], source.total_view)

    async def check(self, source: ViewCall, reader: Reader, at: BlockRef, coin: str) -> tuple[str, int]:
        contract, chain, hop = source.contract, source.chain, source.view.hop
        symbol, decimals, given, named, *total = await reader.read(
            [
                tokens.symbol(contract),
                tokens.decimals(contract),
                Call(contract, _data(source.view, contract)),
                _first_call(source, contract),
                *self.total_calls(source),
            ],
            at,
        )
        tokens.all_answered([symbol], chain)
        if hop is not None:
            _expect(named, hop.view, hop.contract or contract, source)
        _expect(given, source.view, contract, source)
        if source.total_view is not None:
            _expect(total[0], source.total_view, contract, source)
        if source.decimals is not None:
            return tokens.symbol_or_votes(symbol), source.decimals
        if isinstance(decimals, NoAnswer):
            raise ChainUnavailable(chain, decimals.why, failure=decimals.failure)
        if not isinstance(decimals, bytes) or len(decimals) != _WORD:
            raise WrongContract(contract, _KIND, NeedsDecimals())
        return tokens.symbol_or_votes(symbol), tokens.expected_decimals(decimals, contract, chain, _KIND)


def _first_call(source: ViewCall, wallet: Address) -> Call:
    hop = source.view.hop
    if hop is None:
        return Call(source.contract, _data(source.view, wallet))
    return Call(hop.contract or source.contract, _data(hop.view, wallet))


def _data(view: View, account: Address | None) -> bytes:
    """Calldata with this account in the place of the wallet, or of the account that a hop names."""
    words = (
        argument.word if isinstance(argument, Given) else word(account or tokens.NOBODY)
        for argument in view.arguments
    )
    return _selector(view.signature) + b"".join(words)


@lru_cache(maxsize=256)
def _selector(signature: str) -> bytes:
    return bytes(function_signature_to_4byte_selector(signature))


def _counted(outcome: Outcome, view: View) -> Reading:
    """The word of the answer that counts."""
    if view.place is None or not isinstance(outcome, bytes) or not outcome:
        return tokens.number(outcome)
    words, rest = divmod(len(outcome), _WORD)
    if rest or not view.place < words <= MOST_WORDS:
        return tokens.no_number(f"it gave {len(outcome)} bytes, of which word {view.place} can't be read")
    start = _WORD * view.place
    return Value(int.from_bytes(outcome[start : start + _WORD], "big"))


def _owner(account: Address, outcomes: Sequence[Outcome], view: View) -> Address | Undetermined:
    """Whom the account names, by the outcomes of `follow_ups`."""
    answer, *names = outcomes
    if view.place and isinstance(answer, bytes):
        names = [answer[:_WORD], *names]
    for outcome in names:
        if isinstance(outcome, NoAnswer) or (isinstance(outcome, Reverted) and outcome.out_of_gas):
            return tokens.failed(outcome)
        named = tokens.account(tokens.number(outcome))
        if isinstance(named, str):
            return named
    return account


def _expect(outcome: Outcome, view: View, contract: Address, source: ViewCall) -> None:
    """Raises WrongContract where the contract doesn't answer it as it must, ChainUnavailable."""
    if (
        view.place is None
        and isinstance(outcome, bytes)
        and len(outcome) > _WORD
        and not len(outcome) % _WORD
    ):
        raise WrongContract(contract, _KIND, SeveralWords(str(view), len(outcome) // _WORD))
    if isinstance(outcome, NoAnswer):
        raise ChainUnavailable(source.chain, outcome.why, failure=outcome.failure)
    reading = _counted(outcome, view)
    if isinstance(reading, Undetermined):
        raise WrongContract(contract, _KIND, AnswersOtherwise(str(view), reading.why))
