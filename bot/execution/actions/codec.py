"""The port `ActionCodec`: what a proposer writes, as calldata; what calldata does, as data."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from eth_utils.crypto import keccak

from bot.chain.bridges import bridges_of
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.actions.actions import Action, DecodedAction, numbered
from bot.domain.actions.outlays import without_used_allowances
from bot.domain.blocks import BlockRef, Undetermined
from bot.domain.errors import BadAction, BadAmount, ChainUnavailable
from bot.domain.errors.proposals.action_lines import (
    DeployForm,
    NoContract,
    NoDecimals,
    NotAsPublished,
    OnTheSafeItself,
    ZeroAmount,
)
from bot.domain.errors.proposals.actions import (
    BadAmountOf,
)
from bot.domain.fault import (
    Fault,
)
from bot.domain.ids import Address, ChainId
from bot.execution.actions.amounts import base_units
from bot.execution.actions.chain_lines import lines_by_chain
from bot.execution.actions.decoding import UNKNOWN_COIN, Decoder
from bot.execution.actions.known import SAFE_ADMINISTRATION, TRANSFER
from bot.execution.actions.lexer import logical_lines
from bot.execution.actions.lines import (
    NATIVE_DECIMALS,
    BadLine,
    ContractCall,
    RawCall,
    Transfer,
    Wanted,
    wanted,
)
from bot.execution.actions.metadata import Metadata, metadata_of
from bot.execution.actions.names import Spelt, spell_out
from bot.execution.actions.streams.calls import StreamCalls
from bot.execution.actions.streams.lines import (
    BadStreamLine,
    Started,
    Stopped,
    StreamLine,
    TakenBack,
    amount_of,
)
from bot.execution.safe.deploying import CODE_HASHES, FACTORY, Deployment
from bot.services.ports import AccountNames


class EvmActionCodec:
    """Implements the port `ActionCodec` for all configured chains."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains
        self._bridges = bridges_of(chains)

    def by_chain(self, lines: str, usual: ChainId, named: Mapping[str, ChainId]) -> dict[ChainId, str]:
        """The lines of each chain that has any (chain_lines.py). Raises BadAction."""
        return lines_by_chain(lines, usual, named)

    def makes_streams(self, chain: ChainId) -> bool:
        return chain in self._chains and bool(self._chains[chain].config.streams)

    async def parse(
        self,
        lines: str,
        chain: ChainId,
        at: BlockRef,
        *,
        account: Address | None = None,
        names: AccountNames | None = None,
    ) -> tuple[Action, ...]:
        """The actions that the lines describe (grammar in lines.py). Where a line is several actions (a stream and what
        is allowed for it), it stands with the first of them, and the others have none.

        Names of accounts and tokens are looked up with `names`, and stand as addresses in the lines of the actions.

        With `account`, the one that will make the calls, those that change the owners, threshold, modules, guards or
        fallback handler of a Safe there are refused (governance.md §8); lines about streams need it. Raises BadAction
        naming the line, ChainUnavailable.
        """
        evm = self._chains[chain]
        native = evm.config.native
        typed = list(logical_lines(lines))
        spelt_out = [Spelt(line) for _, line in typed]
        if names is not None:
            spelt_out = await spell_out(typed, native, names)
        asked = [
            (number, line, spelt, _wanted(number, line, spelt.line, native))
            for (number, line), spelt in zip(typed, spelt_out, strict=True)
        ]
        decimals = await self._decimals(evm, [each for *_, each in asked], at)
        actions: list[Action] = []
        for number, line, spelt, each in asked:
            try:
                if isinstance(each, StreamLine):
                    actions += _of_stream(each, evm, spelt, decimals, account)
                    continue
                action = _action(each, chain, spelt, decimals, account)
                _refuse_administration(action, account)
            except (BadLine, BadStreamLine) as problem:
                raise BadAction(number, line, problem.fault) from None
            actions.append(action)
        return tuple(actions)

    async def decode(
        self, actions: Sequence[Action], at: BlockRef, *, account: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        """What the actions do, from their calldata and what the chain says of their targets; with `account`, calls to
        the executor itself are marked.

        The actions are of the chain of `at`. Raises ChainUnavailable.
        """
        evm, unread = self._chains[at.chain], self.decode_unread(actions, account=account)
        known = {at.chain: await metadata_of(unread, evm, at, account)}
        for chain in dict.fromkeys(each.action.chain for _, each in numbered(unread)):
            if chain not in known and chain in self._chains:
                known |= await self._beyond(unread, self._chains[chain])
        decoder = self._decoder(at.chain, account, known, at.time)
        return without_used_allowances([decoder.decode(action) for action in actions])

    async def _beyond(
        self, actions: Sequence[DecodedAction], evm: EvmChain
    ) -> dict[ChainId, dict[Address, Metadata]]:
        """What is known of what bridges carry to a chain; nothing where it doesn't answer: no action waits for it."""
        try:
            at = await evm.latest()
            return {evm.id: await metadata_of(actions, evm, at)}
        except ChainUnavailable:
            return {}

    def decode_unread(
        self, actions: Sequence[Action], *, account: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        """The same without asking the chain, so that amounts are base units; each action is marked as such."""
        decoders = {
            chain: self._decoder(chain, account, {}) for chain in {action.chain for action in actions}
        }
        return without_used_allowances([decoders[action.chain].decode(action) for action in actions])

    def _decoder(
        self,
        chain: ChainId,
        account: Address | None,
        known: Mapping[ChainId, Mapping[Address, Metadata]],
        now: datetime | None = None,
    ) -> Decoder:
        """Who decodes the actions of this account on this chain. Of a chain that isn't configured any more nobody knows
        how its coin is called."""
        evm = self._chains.get(chain)
        return Decoder(
            UNKNOWN_COIN if evm is None else evm.config.native,
            account,
            known.get(chain),
            streams=() if evm is None else evm.config.streams,
            now=now if chain in known else None,
            bridges=self._bridges,
            beyond=lambda beyond: self._decoder(beyond, None, known, now),
        )

    async def _decimals(
        self, evm: EvmChain, asked: Sequence[Wanted], at: BlockRef
    ) -> dict[Address, int | Fault]:
        """The decimals of each token that is sent, and 0 for each contract that is called; or why there are none."""
        sent = list(dict.fromkeys(token for each in asked if (token := _sent(each)) is not None))
        called = [each.to for each in asked if isinstance(each, ContractCall)]
        needed = {need for each in asked if isinstance(each, Deployment) for need in each.needs}
        called += [need for need in needed if need not in called]
        if not sent and not called:
            return {}
        codes = await evm.codes([*sent, *called], at)
        answers = await evm.read([tokens.decimals(token) for token in sent], at)
        tokens.all_answered(answers, evm.id)
        found: dict[Address, int | Fault] = dict.fromkeys(called, 0)
        for token, answer in zip(sent, answers, strict=True):
            reading = tokens.number(answer)
            if isinstance(reading, Undetermined) or reading.raw > tokens.MAX_DECIMALS:
                found[token] = NoDecimals(token)
            else:
                found[token] = reading.raw
        for account, code in codes.items():
            if not code:
                found[account] = NoContract(account, evm.name)
            elif account in needed and "0x" + keccak(code).hex() != CODE_HASHES[account]:
                found[account] = NotAsPublished(account)
        return found


def _wanted(number: int, line: str, spelt: str, native: str) -> Wanted:
    try:
        return wanted(spelt, native)
    except BadLine as problem:
        raise BadAction(number, line, problem.fault) from None


def _sent(each: Wanted) -> Address | None:
    """The token of whose amount a line tells."""
    return each.token if isinstance(each, Transfer | Started | Stopped | TakenBack) else None


def _of_stream(
    each: StreamLine,
    evm: EvmChain,
    spelt: Spelt,
    decimals: Mapping[Address, int | Fault],
    account: Address | None,
) -> list[Action]:
    """The calls of a line about a stream, of which the first one has the line."""
    if account is None:
        raise ValueError("a line about a stream needs who makes its calls")
    places, amount = 0, 0
    if (token := _sent(each)) is not None:
        if isinstance(found := decimals[token], Fault):
            raise BadLine(found)
        written = amount_of(each)
        places, amount = found, 0 if written is None else _amount(written, found)
    calls = StreamCalls(evm.config.streams, account).of(each, amount, places)
    return [
        Action(
            evm.id,
            call.to,
            0,
            "0x" + call.function.encode(call.values).hex(),
            line="" if place else spelt.line,
            signature=str(call.function),
            names=spelt.names,
        )
        for place, call in enumerate(calls)
    ]


def _action(
    each: Transfer | ContractCall | RawCall | Deployment,
    chain: ChainId,
    spelt: Spelt,
    decimals: Mapping[Address, int | Fault],
    account: Address | None,
) -> Action:
    line, names = spelt.line, spelt.names
    if isinstance(each, RawCall):
        return Action(chain, each.to, each.value, "0x" + each.data.hex(), line=line, names=names)
    if isinstance(each, ContractCall):
        if isinstance(problem := decimals[each.to], Fault):
            raise BadLine(problem)
        return Action(
            chain,
            each.to,
            each.value,
            "0x" + each.data.hex(),
            line=line,
            signature=str(each.function),
            names=names,
        )
    if isinstance(each, Deployment):
        for need in each.needs:
            if isinstance(problem := decimals[need], Fault):
                raise BadLine(problem)
        if account is None:
            raise BadLine(DeployForm())
        return Action(chain, FACTORY, 0, "0x" + each.calldata(account).hex(), line=line, names=names)
    if each.token is None:
        return Action(chain, each.to, _amount(each.amount, NATIVE_DECIMALS), "0x", line=line, names=names)
    places = decimals[each.token]
    if isinstance(places, Fault):
        raise BadLine(places)
    data = TRANSFER.encode([each.to, _amount(each.amount, places)])
    return Action(chain, each.token, 0, "0x" + data.hex(), line=line, signature=str(TRANSFER), names=names)


def _amount(text: str, decimals: int) -> int:
    try:
        amount = base_units(text, decimals)
    except BadAmount as problem:
        raise BadLine(BadAmountOf(problem.text, problem.fault)) from None
    if amount == 0:
        raise BadLine(ZeroAmount())
    return amount


def _refuse_administration(action: Action, account: Address | None) -> None:
    known = SAFE_ADMINISTRATION.get(bytes.fromhex(action.data[2:10]))
    if account is not None and action.to == account and known:
        raise BadLine(OnTheSafeItself(known.name))
