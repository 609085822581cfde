"""The port `MirrorReader` for Baals: every proposal by its event, and how far it has come by its state.

All of it is read at finalized blocks. The Baal keeps a hash of a proposal's calls, which tells whether those of the
event are the ones that it would make.
"""

import asyncio
import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import fields

import msgspec
import structlog
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.contracts.events import Log
from bot.domain.actions.actions import Action
from bot.domain.executors import BaalRules, MolochStage
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.domain.leaving import Changes
from bot.domain.mirrors import MOST_WORDS, Mirror, MirroredBaalStage, MirroredProposal
from bot.execution import answers
from bot.execution.actions.known import MULTI_SEND
from bot.execution.baal.contract import StoodAt, questions_about, read_baal, read_stood
from bot.execution.baal.events import CANCELED, PROCESSED, SUBMITTED
from bot.execution.baal.leaving import BeforeLeaving, changes_of, read_leaving
from bot.execution.baal.proposing import data_hash
from bot.execution.mirrored_blocks import BlockReading, read_blocks
from bot.execution.mirrored_details import first_actions, words_in
from bot.execution.safe.multi_send import NotMultiSend, unpacked
from bot.services.ports import MirrorReading

_log = structlog.get_logger(__name__)

_RULES_EVERY = 86_400
"""Seconds, after which the rules are read again."""
_SUBMITTED_TYPES = ["uint256", "bytes", "uint256", "uint256", "bool", "uint256", "bytes"]
"""The text is read as bytes: it may be no UTF-8."""
_MOST_NUMBERED = 2**32
"""The Baal has no room for more."""


class _Submitted(msgspec.Struct, frozen=True):
    """What the event of a proposal says of it."""

    data: bytes
    details: bytes
    log: Log


class BaalMirrors:
    """Implements the port `MirrorReader`."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains

    async def check(self, chain: ChainId, account: Address) -> BaalRules:
        """Its rules by the finalized block. Raises NoCode, WrongContract, ChainUnavailable."""
        evm = self._chains[chain]
        return (await read_baal(evm, account, await evm.finalized())).rules

    async def read(self, mirror: Mirror, live: Sequence[MirroredProposal]) -> MirrorReading:
        """Raises NoCode, WrongContract, ChainUnavailable."""
        chain = self._chains[mirror.chain]
        found = await read_blocks(chain, mirror.address, [SUBMITTED, PROCESSED, CANCELED], mirror.read)
        rules, span = mirror.rules_as(BaalRules), found.read
        if found.at.timestamp - span.rules_at >= _RULES_EVERY:
            rules = (await read_baal(chain, mirror.address, found.at)).rules
            span = dataclasses.replace(span, rules_at=found.at.timestamp)
        if found.nothing_new:
            return MirrorReading(span, found.at_end, rules)
        changed = await _Look(chain, mirror, rules.safe, found).changed(live)
        return MirrorReading(span, found.at_end, rules, changed, _ends(found.logs))


class _Look(msgspec.Struct, frozen=True):
    """One look at a Baal."""

    chain: EvmChain
    mirror: Mirror
    safe: Address
    found: BlockReading

    async def changed(self, live: Sequence[MirroredProposal]) -> tuple[MirroredProposal, ...]:
        """Those that are new, or stand otherwise than before. Raises WrongContract, ChainUnavailable."""
        ends, known = _ends(self.found.logs), {each.key: each for each in live}
        # What others wrote may be long: nobody else waits for it.
        new = await asyncio.to_thread(_new, self.found.logs)
        keys = list(dict.fromkeys([*new, *known]))
        stood = await self._stood(keys)
        senders = await self._senders([each for key in stood for each in new.get(key, ())])
        found = await asyncio.to_thread(
            lambda: [
                self._now(key, at, new.get(key, ()), known.get(key), senders) for key, at in stood.items()
            ]
        )
        told = [
            replace(each, ended_by=ends.get(each.key) or each.ended_by) for each in found if each is not None
        ]
        paid = await self._with_leaving(told)
        return tuple(each for each in paid if each != known.get(each.key))

    async def _with_leaving(self, proposals: Sequence[MirroredProposal]) -> list[MirroredProposal]:
        """With what leaving pays, where that matters. Raises ChainUnavailable."""
        stages = {each.key: each.stage_as(MirroredBaalStage) for each in proposals}
        matters = [
            each for each in proposals if stages[each.key].name in ("waiting", "voting", "grace", "ready")
        ]
        asked = [BeforeLeaving(_changes(each), stages[each.key].behind is not None) for each in matters]
        leaving = await read_leaving(self.chain, self.mirror.address, self.safe, asked, self.found.at)
        pays = {
            each.key: told.pays() for each, told in zip(matters, leaving, strict=True) if told is not None
        }
        return [
            replace(each, stage=dataclasses.replace(stages[each.key], leaving=pays.get(each.key)))
            for each in proposals
        ]

    def _now(
        self,
        key: str,
        at: StoodAt | None,
        events: Sequence[_Submitted],
        before: MirroredProposal | None,
        senders: Mapping[TransactionHash, Address],
    ) -> MirroredProposal | None:
        """A proposal as it is now; None for one that an event tells of, and the Baal doesn't know."""
        if at is None:
            if before is None:
                _log.warning("mirror.stage_unread", mirror=self.mirror.id, proposal=key)
                return None
            # The chain has taken it back.
            return replace(before, stage=MirroredBaalStage("unproposed", key))
        told = self._proposal(events, at, senders) if events else None
        if before is None or (told is not None and told.confirmed >= before.confirmed):
            # Where the chain took one back, another has its id.
            assert told is not None, "it is known by an event"
            return replace(told, ended_by=before.ended_by, id=before.id) if before else told
        return replace(before, stage=_mirrored(at))

    async def _stood(self, keys: Sequence[str]) -> dict[str, StoodAt | None]:
        """How far each has come; None for one that the Baal doesn't know. Raises WrongContract, ChainUnavailable."""
        questions = [each for key in keys for each in questions_about(self.mirror.address, int(key))]
        told = await self.chain.read(questions, self.found.at)
        tokens.all_answered(told, self.chain.id)
        each_told = zip(keys, told[::3], told[1::3], told[2::3], strict=True)
        return await read_stood(self.chain, self.mirror.address, list(each_told), self.found.at)

    async def _senders(self, new: Sequence[_Submitted]) -> dict[TransactionHash, Address]:
        """From whose wallets they were submitted: the Baal doesn't keep it. Raises ChainUnavailable."""
        hashes = list(dict.fromkeys(each.log.transaction for each in new))
        sent = await self.chain.sent(hashes)
        return {hashed: each.sender for hashed, each in zip(hashes, sent, strict=True)}

    def _proposal(
        self, told: Sequence[_Submitted], at: StoodAt, senders: Mapping[TransactionHash, Address]
    ) -> MirroredProposal:
        kept = [each for each in told if int(data_hash(f"0x{each.data.hex()}"), 16) == at.data_hash]
        event = (kept or told)[0]
        calls = self._calls(event.data)
        actions = first_actions(calls or ())
        words = words_in(event.details)
        return MirroredProposal(
            at.stage.id or "",
            senders.get(event.log.transaction) or at.sponsor or self.mirror.address,
            actions,
            1 if calls is None else len(calls) - len(actions),
            bool(kept),
            words[:MOST_WORDS],
            len(words),
            event.log.block_number,
            event.log.transaction,
            _mirrored(at),
        )

    def _calls(self, data: bytes) -> list[Action] | None:
        """The calls that its Safe would make; None where the data is no list of calls, and nobody can tell."""
        values = MULTI_SEND.read(data)
        try:
            return None if values is None else unpacked(values[0], self.mirror.chain)
        except NotMultiSend:
            return None


def _changes(proposal: MirroredProposal) -> Changes:
    """What it takes out of the Safe; not all of it where nobody knows all its calls."""
    changes = changes_of(proposal.actions)
    return replace(changes, whole=changes.whole and proposal.confirmed and not proposal.left_out)


def _new(logs: Sequence[Log]) -> dict[str, list[_Submitted]]:
    """The new proposals by their ids, with all events of each; what is none is left out."""
    found: dict[str, list[_Submitted]] = {}
    for log in logs:
        if log.topics[0] != SUBMITTED:
            continue
        number = _number(log)
        try:
            _, data, *_, details = decode(_SUBMITTED_TYPES, bytes.fromhex(log.data[2:]), strict=False)
        except (DecodingError, OverflowError):
            number = None
        if number is None:
            _log.warning("mirror.event_unread", transaction=log.transaction)
            continue
        found.setdefault(str(number), []).append(_Submitted(bytes(data), bytes(details), log))
    return found


def _ends(logs: Sequence[Log]) -> dict[str, TransactionHash]:
    """By which transactions proposals were processed or canceled."""
    return {str(_number(log)): log.transaction for log in logs if log.topics[0] != SUBMITTED}


def _number(log: Log) -> int | None:
    """That of the proposal in an event; None for one that the Baal has no room for."""
    number = int(log.topics[1], 16) if len(log.topics) > 1 else _MOST_NUMBERED
    return number if number < _MOST_NUMBERED else None


def _mirrored(at: StoodAt) -> MirroredBaalStage:
    told = {each.name: getattr(at.stage, each.name) for each in fields(MolochStage)}
    return MirroredBaalStage(**told, expires=answers.moment(at.expiration), failed=at.failed)
