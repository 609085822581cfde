"""Setting a space up answer by answer: each is checked as it is given, and kept until all are saved at once.

What is answered stands in the database, not in a message: an error, a time-out or a restart loses none of it
(docs/decisions/0047-a-setup-is-kept-answer-by-answer.md). Every page follows from the answers alone.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from bot.domain.accounts.accounts import NamedAccount, mentioned
from bot.domain.canonical import canonical_json, content_hash
from bot.domain.errors import BadSetting, FolkmootError, SetupMoved, SetupOver
from bot.domain.errors.governance.settings import NothingChosen
from bot.domain.executors import executors_named, executors_text
from bot.domain.ids import ChainId, ChannelId, RoleId
from bot.domain.policy.trust import TrustLevel
from bot.domain.spaces.setup import CHANNELS, DRAFT_LASTS, NO_ROLE, ROLES, SetupAnswers, SetupDraft
from bot.domain.spaces.space import Space, Track, UnreadableTrack
from bot.services.actors import Actor
from bot.services.chain_named import chain_named
from bot.services.governance.policies.policy_changes import NO_EXECUTOR, Changes, trust_named
from bot.services.governance.policies.power_rule import power_rule
from bot.services.governance.policies.preset_parts import named_preset
from bot.services.governance.policies.source_kinds import recognized
from bot.services.governance.setup.space_setup import (
    Places,
    PreparedSetup,
    SetupResult,
    SpaceSetup,
    begun_with,
    require_some,
)
from bot.services.ports import Chain, Clock, Executors, UnitOfWork

DRAFTS_OF_A_SERVER = 20
"""The oldest makes room for another one."""
_NUMBERS = ("discussion_period", "voting_period", "timelock", "quorum", "threshold")
_ID_DIGITS = 19


class Step(StrEnum):
    """What is asked at once."""

    PLACES = "places"
    RULES = "rules"
    POWER = "power"
    QUORUM = "quorum"
    SUMMARY = "summary"


_STEP_OF = {
    **dict.fromkeys((*CHANNELS, *ROLES, "voters"), Step.PLACES),
    "preset": Step.RULES,
    "sources": Step.POWER,
    "safe": Step.POWER,
    "quorum": Step.QUORUM,
}
"""Where a setting is answered anew that doesn't go with the others."""


class SetupProgress(msgspec.Struct, frozen=True):
    """How far a setup has come."""

    draft: SetupDraft
    earlier: tuple[Space, Track | UnreadableTrack] | None
    """What the server has now."""
    step: Step
    """What is to be answered next; the summary where nothing is."""
    chains: tuple[str, ...]
    """The names of those that the operator has configured."""
    wants_sources: bool
    """Whether the rules need to be told what gives power; otherwise they know it themselves."""
    wants_executor: bool
    """Whether the rules can't be without a Safe."""
    trust: TrustLevel
    """What ballots need, as it is answered, or as the rules have it."""
    trust_levels: tuple[TrustLevel, ...]
    """Those among which one chooses."""
    prepared: PreparedSetup | None = None
    """What would be saved, once everything is answered."""
    refused: FolkmootError | None = None
    """Why it can't be saved as it is answered."""

    @property
    def chain_chosen(self) -> bool:
        """Whether it is known on which chain contract and Safe are looked for."""
        return len(self.chains) == 1 or bool(self.draft.answers.chain)

    @property
    def rules_chosen(self) -> bool:
        """Whether there are rules of which more can be said."""
        return bool(self.earlier or self.draft.answers.preset)

    @property
    def seen(self) -> str:
        """Stands for everything that the summary shows, in 16 hex digits: only that is saved."""
        if self.prepared is None:
            return "0" * 16
        before = None
        if self.earlier:
            space, track = self.earlier
            before = [space.id, Places.of(space), _hash_of(track)]
        now = [self.prepared.places, self.prepared.bound.policy.hash]
        following = self.prepared.following
        return content_hash(canonical_json([before, now, following.hash if following else None]))[:16]


class GuidedSetup(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    space_setup: SpaceSetup
    chains: Mapping[ChainId, Chain]
    executors: Executors
    clock: Clock

    async def asks(self, actor: Actor, given: SetupAnswers) -> bool:
        """Whether what is given is no whole setup, so that the rest is asked for. Raises NotModerator."""
        earlier = await self.space_setup.earlier(actor)
        if earlier is not None:
            return given == SetupAnswers()
        return any(getattr(given, name) is None for name in (*CHANNELS, *ROLES))

    async def begin(self, actor: Actor, given: SetupAnswers) -> SetupProgress:
        """Go on with what the actor has answered before, or begin; with what is given already.

        Raises NotModerator.
        """
        await self.space_setup.earlier(actor)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            drafts = repositories.setup_drafts
            await drafts.drop_older(now - DRAFT_LASTS)
            draft = await drafts.of_member(actor.guild, actor.member)
            if draft is None:
                token = secrets.token_hex(8)
                draft = SetupDraft(token, actor.guild, actor.member, SetupAnswers(), now)
            said = {name: value for name, value in asdict(given).items() if value}
            draft = replace(draft, answers=replace(draft.answers, **said), changed_at=now)
            await drafts.put(draft)
            await drafts.keep_newest(actor.guild, DRAFTS_OF_A_SERVER)
        return await self._progress(actor, draft)

    async def progress(self, actor: Actor, token: str) -> SetupProgress:
        """Raises NotModerator, SetupOver."""
        return await self._progress(actor, await self._own(actor, token))

    async def draft(self, actor: Actor, token: str) -> SetupDraft:
        """What is answered, without a look at any chain. Raises NotModerator, SetupOver."""
        await self.space_setup.earlier(actor)
        return await self._own(actor, token)

    async def answer(self, actor: Actor, token: str, field: str, value: str) -> SetupProgress:
        """Keep an answer that was chosen from a menu. `field` is one of SetupAnswers.

        Raises NotModerator, SetupOver, BadSetting, UnknownChain.
        """
        draft = await self._own(actor, token)
        await self.space_setup.earlier(actor)
        found: object = value
        if field in CHANNELS:
            found = ChannelId(_id(field, value))
        elif field in ROLES:
            found = RoleId(_id(field, value))
            require_some(field, found, actor.guild)
        elif field == "voters":
            found = RoleId(_id(field, value)) if value else NO_ROLE
            require_some(field, found, actor.guild)
        elif field == "preset":
            if value:
                named_preset(value)
        elif field == "trust":
            trust_named(value)
        elif field == "chain":
            chain_named(self.space_setup.policy_binding.chains, value)
        return await self._progress(actor, await self._keep(actor, draft, **{field: found}))

    async def answer_power(self, actor: Actor, token: str, sources: str, executor: str) -> SetupProgress:
        """Keep what gives power and who carries out what passes, each of them if it is good.

        What is left empty stays; an executor that was never named is none then. Raises what `SpaceSetup.set_up` raises
        for what isn't good, which is kept as it was typed.
        """
        draft = await self._own(actor, token)
        await self.space_setup.earlier(actor)
        chain = chain_named(self.space_setup.policy_binding.chains, draft.answers.chain)
        typed = {"sources": sources.strip(), "executor": executor.strip()}
        draft = await self._keep_typed(actor, draft, typed)
        faults: list[FolkmootError] = []
        if typed["sources"]:
            try:
                changes = Changes(chain=draft.answers.chain, sources=typed["sources"])
                spelt_out = await self.space_setup.policy_binding.spelt_out(actor.guild, changes)
                named = await recognized(spelt_out.changes.sources, chain, self.chains)
                await power_rule(named, chain, self.chains)
                draft = await self._keep(actor, draft, spelt_out.names, sources=named)
            except FolkmootError as fault:
                faults.append(fault)
        if typed["executor"] or not faults:
            try:
                changes = Changes(chain=draft.answers.chain, executor=typed["executor"])
                spelt_out = await self.space_setup.policy_binding.spelt_out(actor.guild, changes)
                account = await self._executor(actor, draft, spelt_out.changes.executor, chain)
                draft = await self._keep(actor, draft, spelt_out.names, executor=account)
            except FolkmootError as fault:
                faults.append(fault)
        if faults:
            raise faults[0]
        return await self._progress(actor, draft)

    async def answer_numbers(self, actor: Actor, token: str, numbers: Mapping[str, str]) -> SetupProgress:
        """Keep periods, quorum and threshold, all of them if all go with the other answers; what is empty stays as it
        was, or is the preset's. Raises what `SpaceSetup.set_up` raises, with what was typed kept as such."""
        draft = await self._own(actor, token)
        said: dict[str, Any] = {name: numbers.get(name, "").strip() for name in _NUMBERS}
        draft = await self._keep_typed(actor, draft, said)
        await self.space_setup.prepare(actor, replace(draft.answers, **said))
        return await self._progress(actor, await self._keep(actor, draft, **said))

    async def save(self, actor: Actor, token: str, seen: str) -> SetupResult:
        """Set the space up as the summary with this `seen` showed it, once.

        Raises SetupMoved where that is not what the answers come to now, SetupOver, and what `SpaceSetup.set_up`
        raises.
        """
        draft = await self._own(actor, token)
        progress = await self._progress(actor, draft)
        if progress.refused is not None:
            raise progress.refused
        if progress.prepared is None or progress.seen != seen:
            raise SetupMoved
        return await self.space_setup.store(actor, progress.prepared, draft.token)

    async def give_up(self, actor: Actor, token: str) -> None:
        """Forget what was answered; nothing is changed. Raises NotModerator, SetupOver."""
        draft = await self.draft(actor, token)
        async with self.uow.writing() as repositories:
            await repositories.setup_drafts.drop(draft.token)

    async def _progress(self, actor: Actor, draft: SetupDraft) -> SetupProgress:
        earlier = await self.space_setup.earlier(actor)
        answers = draft.answers
        lost = earlier is not None and isinstance(earlier[1], UnreadableTrack)
        file = begun_with(answers, None if lost else earlier)
        wants_sources = file.power == "server" and not (earlier or answers.sources)
        needs_executor = file.power == "safe" or file.policy.open_ended
        wants_executor = needs_executor and answers.executor in ("", NO_EXECUTOR)
        if earlier and not answers.executor:
            known = isinstance(earlier[1], Track) and earlier[1].policy.executor is not None
            wants_executor = needs_executor and not known
        found = SetupProgress(
            draft,
            earlier,
            Step.SUMMARY,
            tuple(chain.name for chain in self.chains.values()),
            wants_sources,
            wants_executor,
            trust_named(answers.trust) if answers.trust else file.policy.trust,
            tuple(level for level in TrustLevel if level in self.space_setup.policy_binding.trust_levels),
        )
        if earlier is None and any(getattr(answers, name) is None for name in (*CHANNELS, *ROLES)):
            return replace(found, step=Step.PLACES)
        if (earlier is None or lost) and not answers.preset:
            return replace(found, step=Step.RULES)
        if wants_sources or wants_executor or not (earlier or answers.executor):
            return replace(found, step=Step.POWER)
        try:
            prepared = await self.space_setup.prepare(actor, answers)
            return replace(found, prepared=replace(prepared, names=(*draft.names, *prepared.names)))
        except BadSetting as refused:
            return replace(found, step=_STEP_OF.get(refused.field, Step.SUMMARY), refused=refused)
        except FolkmootError as refused:
            return replace(found, refused=refused)

    async def _executor(self, actor: Actor, draft: SetupDraft, text: str, chain: Chain) -> str:
        """The executor as it is typed, looked at on chain, or `none`."""
        if not text:
            return draft.answers.executor or NO_EXECUTOR
        if text.casefold() == NO_EXECUTOR:
            return NO_EXECUTOR
        named = executors_named(text, chain.id)
        for executor in named:
            await self.executors[executor.kind].check(executor)
            await self.space_setup.executor_proofs.refuse_taken(actor, executor)
        return executors_text(named, chain.id)

    async def _own(self, actor: Actor, token: str) -> SetupDraft:
        async with self.uow.reading() as repositories:
            return _own(await repositories.setup_drafts.get(token), actor, self.clock)

    async def _keep(
        self, actor: Actor, draft: SetupDraft, names: Sequence[NamedAccount] = (), /, **answers: Any
    ) -> SetupDraft:
        """The draft with these answers in the place of what was typed for them, and the names of accounts in them."""

        def kept(stored: SetupDraft) -> SetupDraft:
            left = {name: text for name, text in stored.typed.items() if name not in answers}
            said = replace(stored.answers, **answers)
            known = mentioned((*stored.names, *names), f"{said.sources} {said.executor}")
            return replace(stored, answers=said, typed=left, names=known)

        return await self._change(actor, draft.token, kept)

    async def _keep_typed(self, actor: Actor, draft: SetupDraft, typed: Mapping[str, str]) -> SetupDraft:
        """The draft with what was typed for some answers."""
        return await self._change(
            actor, draft.token, lambda stored: replace(stored, typed={**stored.typed, **typed})
        )

    async def _change(
        self, actor: Actor, token: str, change: Callable[[SetupDraft], SetupDraft]
    ) -> SetupDraft:
        """Change the draft as it is stored now, so that of two answers at once none is lost. Raises SetupOver."""
        async with self.uow.writing() as repositories:
            stored = _own(await repositories.setup_drafts.get(token), actor, self.clock)
            changed = replace(change(stored), changed_at=self.clock.now())
            await repositories.setup_drafts.put(changed)
        return changed


def _own(draft: SetupDraft | None, actor: Actor, clock: Clock) -> SetupDraft:
    if (
        draft is None
        or draft.is_over(clock.now())
        or (draft.guild, draft.member) != (actor.guild, actor.member)
    ):
        raise SetupOver
    return draft


def _id(field: str, value: str) -> int:
    """Raises BadSetting for what is no id of Discord."""
    if not (value.isascii() and value.isdecimal() and len(value) <= _ID_DIGITS):
        raise BadSetting(field, value, NothingChosen())
    return int(value)


def _hash_of(track: Track | UnreadableTrack) -> str:
    """Of a track's policy; empty where it can't be read."""
    return track.policy.hash if isinstance(track, Track) else ""
