"""The port `MirrorReader` for Governors: every proposal by its event, and how far it has come by its state.

All of it is read at finalized blocks. Votes are those that the Governor counts, not a sum of events.
"""

import asyncio
import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import fields

import msgspec
import structlog
from msgspec.structs import replace

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log
from bot.domain.actions.actions import Action
from bot.domain.executors import GovernorRules, GovernorStage
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.domain.mirrors import (
    MOST_ACTIONS,
    MOST_DATA,
    MOST_WORDS,
    Mirror,
    MirroredGovernorStage,
    MirroredProposal,
)
from bot.execution.actions.abi import BadFunction, function
from bot.execution.governor.contract import read_governor
from bot.execution.governor.created import CREATED, Created, CreatedCall, Malformed, calls_told, created
from bot.execution.governor.events import CANCELED, EXECUTED, first_word
from bot.execution.governor.stages import read_stages
from bot.execution.mirrored_blocks import BlockReading, read_blocks
from bot.services.ports import MirrorReading

_log = structlog.get_logger(__name__)

_RULES_EVERY = 86_400
"""Seconds, after which the rules are read again."""
_GET_ACTIONS = function("getActions(uint256 proposalId)")
_DETAILS = function("proposalDetails(uint256 proposalId)")
_LONGEST_SIGNATURE = 200
_LATEST_CLOCK = 2**53 - 1
"""What isn't told exactly in JSON is no moment of any clock."""

Calls = tuple[tuple[Address, int, bytes], ...]
"""To whom, how many coins, and the calldata."""


class GovernorMirrors:
    """Implements the port `MirrorReader`."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains

    async def check(self, chain: ChainId, account: Address) -> GovernorRules:
        """Its rules by the finalized block, whichever ids it gives its proposals. Raises NoCode, WrongContract,
        ChainUnavailable."""
        evm = self._chains[chain]
        return (await read_governor(evm, account, await evm.finalized(), any_ids=True)).rules

    async def read(self, mirror: Mirror, live: Sequence[MirroredProposal]) -> MirrorReading:
        """Raises NoCode, WrongContract, ChainUnavailable."""
        chain = self._chains[mirror.chain]
        found = await read_blocks(chain, mirror.address, [CREATED, EXECUTED, CANCELED], mirror.read)
        rules, span = mirror.rules_as(GovernorRules), found.read
        if found.at.timestamp - span.rules_at >= _RULES_EVERY:
            rules = (await read_governor(chain, mirror.address, found.at, any_ids=True)).rules
            span = dataclasses.replace(span, rules_at=found.at.timestamp)
        if found.nothing_new:
            return MirrorReading(span, found.at_end, rules)
        changed = await _Look(chain, mirror, rules, found).changed(live)
        return MirrorReading(span, found.at_end, rules, changed, _ends(found.logs))


class _Look(msgspec.Struct, frozen=True):
    """One look at a Governor."""

    chain: EvmChain
    mirror: Mirror
    rules: GovernorRules
    found: BlockReading

    async def changed(self, live: Sequence[MirroredProposal]) -> tuple[MirroredProposal, ...]:
        """Those that are new, or stand otherwise than before. Raises ChainUnavailable."""
        ends, known = _ends(self.found.logs), {each.key: each for each in live}
        # What others wrote may be long: nobody else waits for it.
        new = await asyncio.to_thread(_new, self.found.logs)
        stood = {key: each.stage_as(MirroredGovernorStage) for key, each in known.items()}
        keys = list(dict.fromkeys([*new, *known]))
        quorums = {key: each.quorum for key, each in stood.items() if each.quorum is not None}
        stages = await read_stages(self.chain, self.rules, keys, self.found.at, quorums)
        confirmed = await self._confirmed([each for each, _ in new.values()], live)
        changed: list[MirroredProposal] = []
        for key in keys:
            stage, before = stages[key], known.get(key)
            if stage is None:
                _log.warning("mirror.stage_unread", mirror=self.mirror.id, proposal=key)
                continue
            if before is not None and (key not in new or (before.confirmed and key not in confirmed)):
                staged = _mirrored(stage, stood[key].planned_end)
                now = replace(before, stage=staged, confirmed=before.confirmed or key in confirmed)
            else:
                each, log = new[key]
                now = self._proposal(each, log, stage, confirmed=key in confirmed)
            now = replace(now, ended_by=ends.get(key) or (before.ended_by if before else None))
            if before is None or replace(before, id=now.id) != now:
                changed.append(now)
        return tuple(changed)

    async def _confirmed(self, new: Sequence[Created], live: Sequence[MirroredProposal]) -> set[str]:
        """The ids of those of which the id itself, or the Governor, says that they make just the calls of their event.

        One of which the answer can't be read is asked about again as long as it is live. Raises ChainUnavailable.
        """
        by_hash = await asyncio.to_thread(_by_hash, new)
        doubted: dict[str, Calls] = {
            each.key: tuple((call.to, call.value, bytes.fromhex(call.data[2:])) for call in each.actions)
            for each in live
            if not each.confirmed and not each.left_out
        }
        unproved = [each for each in new if str(each.number) not in by_hash]
        calls = await asyncio.to_thread(
            lambda: {str(each.number): self._calls(each.calls) for each in unproved}
        )
        doubted |= calls
        question = _GET_ACTIONS if self.rules.form == "bravo" else _DETAILS
        asked = [Call(self.mirror.address, question.encode([int(key)])) for key in doubted]
        answers = await self.chain.read(asked, self.found.at)
        return by_hash | await asyncio.to_thread(self._agreed, doubted, answers)

    def _agreed(self, doubted: Mapping[str, Calls], answers: Sequence[Outcome]) -> set[str]:
        """Those of which the Governor answers that they make just these calls."""
        told = zip(doubted.items(), answers, strict=True)
        return {key for (key, calls), answer in told if calls == self._told(answer)}

    def _told(self, answer: Outcome) -> Calls | None:
        """The calls that the Governor says a proposal makes; None where it doesn't say it."""
        if not isinstance(answer, bytes):
            return None
        try:
            return self._calls(calls_told(answer, signatures=self.rules.form == "bravo"))
        except Malformed:
            return None

    def _calls(self, calls: Sequence[CreatedCall]) -> Calls:
        """Only GovernorBravo names functions apart: what another one's event says there is made by nobody."""
        bravo = self.rules.form == "bravo"
        return tuple((call.to, call.value, call.calldata if bravo else call.data) for call in calls)

    def _proposal(
        self, told: Created, log: Log, stage: GovernorStage, *, confirmed: bool
    ) -> MirroredProposal:
        words = told.description.decode(errors="replace")
        actions = self._actions(told)
        return MirroredProposal(
            str(told.number),
            told.proposer,
            actions,
            len(told.calls) - len(actions),
            confirmed,
            words[:MOST_WORDS],
            len(words),
            log.block_number,
            log.transaction,
            _mirrored(stage, told.ends),
        )

    def _actions(self, told: Created) -> tuple[Action, ...]:
        """The first calls, as many as are kept."""
        kept, left = list[Action](), MOST_DATA
        first = told.calls[:MOST_ACTIONS]
        for call, (to, value, data) in zip(first, self._calls(first), strict=True):
            left -= len(data)
            if left < 0:
                break
            signature = _signature(call.signature) if self.rules.form == "bravo" else ""
            kept.append(Action(self.mirror.chain, to, value, f"0x{data.hex()}", signature=signature))
        return tuple(kept)


def _new(logs: Sequence[Log]) -> dict[str, tuple[Created, Log]]:
    """The new proposals by their ids; what is none is left out."""
    found: dict[str, tuple[Created, Log]] = {}
    for log in logs:
        if log.topics[0] != CREATED:
            continue
        try:
            each = created(bytes.fromhex(log.data[2:]))
        except Malformed:
            _log.warning("mirror.event_unread", transaction=log.transaction)
            continue
        told = found.get(str(each.number))
        if told is None or told[0].number != told[0].hash:
            found[str(each.number)] = each, log
    return found


def _by_hash(new: Sequence[Created]) -> set[str]:
    """The ids of those of which the id says that they make just the calls of their event."""
    return {str(each.number) for each in new if each.number == each.hash}


def _ends(logs: Sequence[Log]) -> dict[str, TransactionHash]:
    return {str(first_word(log)): log.transaction for log in logs if log.topics[0] != CREATED}


def _signature(text: bytes) -> str:
    """The function that is named, where it is one and short."""
    if not 0 < len(text) <= _LONGEST_SIGNATURE:
        return ""
    try:
        return str(function(text.decode()))
    except (BadFunction, UnicodeDecodeError):
        return ""


def _mirrored(stage: GovernorStage, planned_end: int) -> MirroredGovernorStage:
    told = {each.name: getattr(stage, each.name) for each in fields(GovernorStage)}
    return MirroredGovernorStage(**told, planned_end=min(planned_end, _LATEST_CLOCK))
