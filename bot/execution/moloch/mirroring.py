"""The port `MirrorReader` for Moloch DAOs of the second version.

That there is a proposal is told by an event, and everything else of it by the contract at a finalized block: what it
asks for, what its proposer says, the votes, and how far it has come.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import fields

import msgspec
import structlog
from eth_utils.crypto import keccak
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log
from bot.domain.actions.actions import Action
from bot.domain.executors import MolochRules, MolochStage
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.domain.mirrors import MOST_WORDS, Mirror, MirroredMolochStage, MirroredProposal
from bot.execution.actions.known import SUBMIT_TO_MOLOCH, TRANSFER
from bot.execution.mirrored_blocks import read_blocks
from bot.execution.mirrored_details import words_in
from bot.execution.moloch.contract import (
    SPONSORED,
    FoundMoloch,
    MolochEntry,
    read_entries,
    read_moloch,
    read_queue,
    stage_of,
    unprocessed,
)
from bot.execution.moloch.events import CANCELED, PROCESSED_BY
from bot.execution.moloch.leaving import BeforeLeaving, changes_of, read_leaving
from bot.execution.moloch.proposing import SUBMIT_GUILDKICK, SUBMIT_WHITELIST
from bot.services.ports import MirrorReading

_log = structlog.get_logger(__name__)

_NAMES_EVERY = 86_400
"""Seconds, after which it is asked again how the token is called."""
_SUBMITTED = (
    "0x"
    + keccak(
        text="SubmitProposal(address,uint256,uint256,uint256,address,uint256,address,string,bool[6],uint256,address,"
        "address)"
    ).hex()
)
_ID_IN_SUBMITTED = 13
"""The place of the id among the words of that event's data."""
_NOBODY = Address("0x" + "0" * 40)


class MolochMirrors:
    """Implements the port `MirrorReader`."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains

    async def check(self, chain: ChainId, account: Address) -> MolochRules:
        """Its rules by the finalized block. Raises NoCode, WrongContract, ChainUnavailable."""
        evm = self._chains[chain]
        return (await read_moloch(evm, account, await evm.finalized())).rules

    async def read(self, mirror: Mirror, live: Sequence[MirroredProposal]) -> MirrorReading:
        """Raises NoCode, WrongContract, ChainUnavailable."""
        chain = self._chains[mirror.chain]
        topics = [_SUBMITTED, CANCELED, *PROCESSED_BY.values()]
        found = await read_blocks(chain, mirror.address, topics, mirror.read)
        if found.nothing_new:
            return MirrorReading(found.read, found.at_end, mirror.rules)
        known, span = mirror.rules_as(MolochRules), found.read
        stale = found.at.timestamp - span.rules_at >= _NAMES_EVERY
        moloch = await read_moloch(chain, mirror.address, found.at, None if stale else known)
        span = dataclasses.replace(span, rules_at=found.at.timestamp if stale else span.rules_at)
        changed = await _Look(chain, mirror, moloch, found.logs).changed(live)
        return MirrorReading(span, found.at_end, moloch.rules, changed, _ends(found.logs))


class _Look(msgspec.Struct, frozen=True):
    """One look at a Moloch DAO."""

    chain: EvmChain
    mirror: Mirror
    found: FoundMoloch
    logs: Sequence[Log]

    async def changed(self, live: Sequence[MirroredProposal]) -> tuple[MirroredProposal, ...]:
        """Those that are new, or stand otherwise than before. Raises WrongContract, ChainUnavailable."""
        ends, known, new = _ends(self.logs), {each.key: each for each in live}, _new(self.logs)
        keys = list(dict.fromkeys([*new, *known]))
        numbers = [int(key) for key in keys]
        entries = await read_entries(
            self.chain, self.mirror.address, numbers, self.found.at, without_longest=True
        )
        stages = await self._stages([entry for entry in entries if entry is not None])
        changed: list[MirroredProposal] = []
        for key, entry in zip(keys, entries, strict=True):
            before = known.get(key)
            if entry is not None:
                now = self._proposal(entry, new.get(key), before, stages[entry.id])
                now = replace(now, ended_by=ends.get(key) or now.ended_by)
            elif before is not None:
                # The chain has taken it back.
                now = replace(before, stage=MirroredMolochStage("unproposed", key))
            else:
                _log.warning("mirror.stage_unread", mirror=self.mirror.id, proposal=key)
                continue
            if now != before:
                changed.append(now)
        return tuple(changed)

    async def _stages(self, entries: Sequence[MolochEntry]) -> dict[int, MirroredMolochStage]:
        """How far these have come, and what leaving pays while it matters, by their ids. Raises WrongContract,
        ChainUnavailable."""
        rules, at = self.found.rules, self.found.at
        stages = {entry.id: _mirrored(stage_of(rules, entry, None, at)) for entry in entries}
        queued = [entry for entry in entries if entry.flags[SPONSORED] and stages[entry.id].is_live]
        if not queued:
            return stages
        queue = await read_queue(self.chain, rules, at)
        places = {number: place for place, number in queue.items()}
        stages |= await self._behind(stages, queue, places)
        asked = [
            BeforeLeaving(changes_of(entry), entry.payment_token, places.get(entry.id, 0)) for entry in queued
        ]
        leaving = await read_leaving(self.chain, self.found, asked, queue, entries)
        for entry, each in zip(queued, leaving, strict=True):
            pays = None if each is None else each.pays()
            stages[entry.id] = dataclasses.replace(stages[entry.id], leaving=pays)
        return stages

    async def _behind(
        self,
        stages: Mapping[int, MirroredMolochStage],
        queue: Mapping[int, int],
        places: Mapping[int, int],
    ) -> dict[int, MirroredMolochStage]:
        """Those of these that wait for the one before them, with its id. Raises WrongContract, ChainUnavailable."""
        before = {
            number: queue[places[number] - 1]
            for number, stage in stages.items()
            if stage.name in ("grace", "ready") and places.get(number, 0) - 1 in queue
        }
        numbers = list(dict.fromkeys(before.values()))
        waiting = await unprocessed(self.chain, self.mirror.address, numbers, self.found.at)
        return {
            number: dataclasses.replace(stages[number], behind=str(each))
            for number, each in before.items()
            if each in waiting
        }

    def _proposal(
        self,
        entry: MolochEntry,
        log: Log | None,
        before: MirroredProposal | None,
        stage: MirroredMolochStage,
    ) -> MirroredProposal:
        """One of which the event was read now, or before. What the contract tells is always taken anew: where the
        chain took one back, another has its id."""
        submitted = log or before
        assert submitted is not None, "it is known by an event"
        words = words_in(entry.details)
        return MirroredProposal(
            str(entry.id),
            entry.proposer,
            asked_for(self.mirror, entry),
            0,
            True,
            words[:MOST_WORDS],
            len(words),
            submitted.block_number if isinstance(submitted, Log) else submitted.block,
            submitted.transaction,
            stage,
            before.ended_by if before else None,
            before.id if before else None,
        )


def asked_for(mirror: Mirror, entry: MolochEntry) -> tuple[Action, ...]:
    """What it asks for, as a call: a payment alone is a transfer out of the bank, anything else the function by which
    it is asked of the contract, without its text. It makes no call when it is processed."""
    applicant, given, paid = (
        each or _NOBODY for each in (entry.applicant, entry.tribute_token, entry.payment_token)
    )
    to = mirror.address
    if entry.form == "whitelist":
        data = SUBMIT_WHITELIST.encode([given, ""])
    elif entry.form == "guildkick":
        data = SUBMIT_GUILDKICK.encode([applicant, ""])
    elif entry.shares or entry.loot or entry.tribute:
        data = SUBMIT_TO_MOLOCH.encode(
            [applicant, entry.shares, entry.loot, entry.tribute, given, entry.payment, paid, ""]
        )
    elif entry.payment:
        to, data = paid, TRANSFER.encode([applicant, entry.payment])
    else:
        return ()
    return (Action(mirror.chain, to, 0, "0x" + data.hex()),)


def _new(logs: Sequence[Log]) -> dict[str, Log]:
    """The events of new proposals by their ids, the first of each; what is none is left out."""
    found: dict[str, Log] = {}
    for log in logs:
        if log.topics[0] != _SUBMITTED:
            continue
        word = bytes.fromhex(log.data[2:])[_ID_IN_SUBMITTED * 32 : (_ID_IN_SUBMITTED + 1) * 32]
        if len(word) < 32:
            _log.warning("mirror.event_unread", transaction=log.transaction)
            continue
        found.setdefault(str(int.from_bytes(word, "big")), log)
    return found


def _ends(logs: Sequence[Log]) -> dict[str, TransactionHash]:
    """By which transactions proposals were processed or canceled."""
    found = {}
    for log in logs:
        place = 1 if log.topics[0] == CANCELED else 2
        if log.topics[0] != _SUBMITTED and len(log.topics) > place:
            found[str(int(log.topics[place], 16))] = log.transaction
    return found


def _mirrored(stage: MolochStage) -> MirroredMolochStage:
    return MirroredMolochStage(**{each.name: getattr(stage, each.name) for each in fields(MolochStage)})
