"""A scenario on its stage: who the people are, what names stand for, what was answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.chain import Account
from sandbox.chain.baal import LocalBaal
from sandbox.chain.governor import LocalGovernor
from sandbox.chain.safe import LocalSafe
from sandbox.discord import Channel, Message, Person, Reply, Role, Thread
from sandbox.stage import Stage, Voter
from sandbox.world import Sandbox
from sandbox.world.sandbox import TO_FINAL

TOKEN = 10**18
OWNERS = ("olga", "otto", "odo")
"""The members whose wallets own the Safe."""
GRANTEE = "the grantee"
_NUMBER = re.compile(r"#(\d+) ")


@dataclass(frozen=True)
class Part:
    """Where a part of the DAO lives, and what it pays from."""

    announcements: Channel
    discussion: Channel
    safe: LocalSafe


@dataclass
class Play:
    sandbox: Sandbox
    stage: Stage
    reply: Reply | None = None
    """The last answer to whoever is at it."""
    recounted: Mapping[str, Any] | None = None
    """What the last recount gave."""
    governor: LocalGovernor | None = None
    """The scenario's, where it has one."""
    asked: int = 0
    """The id of what others have proposed there; 0 where they have nothing."""
    baal: LocalBaal | None = None
    """The scenario's Moloch DAO, where it has one."""
    parts: list[Part] = field(default_factory=list)
    """The places of what votes make parts of the DAO in this scenario."""
    named: dict[str, str] = field(default_factory=dict)
    """What the names stand for that only this scenario has."""

    @classmethod
    async def begun(cls, sandbox: Sandbox, stage: Stage, powers: Mapping[str, int]) -> Play:
        """With the members on the stage, who can pay for transactions, and a Safe that holds 100 ETH and a tenth of
        what they hold."""
        await stage.add_voters({name: tokens * TOKEN for name, tokens in powers.items()})
        for name, owner in zip(OWNERS, stage.owners, strict=True):
            stage.voters[name] = Voter(stage.guild.create_member(name), owner)
        await stage.chain.fund(stage.safe.address, 100 * TOKEN)
        for chain in sandbox.chains:
            for voter in stage.voters.values():
                await chain.fund(voter.wallet, TOKEN)
        treasury = sum(powers.values()) * TOKEN // 10
        await stage.token.send(
            "airdrop", [stage.safe.address], [treasury], False, sender=stage.chain.deployer
        )
        if stage.second:
            holders = [stage.voters[name].wallet.address for name in powers]
            amounts = [tokens * TOKEN for tokens in powers.values()]
            away = stage.second
            await away.token.send("airdrop", holders, amounts, True, sender=away.chain.deployer)
        for chain in sandbox.chains:
            await sandbox.mine(chain, TO_FINAL)
        return cls(sandbox, stage)

    @property
    def people(self) -> dict[str, Person]:
        """All who can do something, by name."""
        stage = self.stage
        others = {stage.moderator.name: stage.moderator, stage.guardian.name: stage.guardian}
        return others | {name: voter.person for name, voter in stage.voters.items()}

    def person(self, name: str) -> Person:
        return self.people[name]

    def wallet(self, name: str) -> Account:
        return self.stage.voters[name].wallet

    # -- what words stand for ----------------------------------------------------------------------------------

    def text(self, template: str) -> str:
        """The text with what `{token}`, `{safe}`, `{grantee}`, `{proposal}`, `{ada}` (a wallet) and so on stand for."""
        stage = self.stage
        known = {
            "token": stage.token.address,
            "safe": stage.safe.address,
            "dao": stage.guild.name,
            "grantee": stage.account(GRANTEE).address,
            "proposal": str(self.proposal or ""),
            "elsewhere": stage.second.token.address if stage.second else "",
            "governor": self.governor.address if self.governor else "",
            "asked": str(self.asked or ""),
            "baal": self.baal.address if self.baal else "",
            "shares": self.baal.shares.address if self.baal else "",
            **{name: voter.wallet.address for name, voter in stage.voters.items()},
            **self.named,
        }
        return template.format_map(known)

    def value(self, written: str) -> str | Channel | Role | Person:
        """What an option is given: `#channel`, `@Role` or `@member`; anything else is text."""
        guild = self.stage.guild
        if written.startswith("#"):
            return self.place(written)
        if written.startswith("@"):
            name = written[1:]
            roles = [role for role in guild.roles.values() if role.name == name]
            return roles[0] if roles else self.person(name)
        return self.text(written)

    def place(self, name: str) -> Channel:
        """A channel by its name with #, or `#the discussion`: the thread of the newest proposal."""
        if name == DISCUSSION:
            return self.discussion
        return self.stage.guild.channel_named(name.removeprefix("#"))

    # -- what stands in Discord --------------------------------------------------------------------------------

    @property
    def proposal(self) -> int | None:
        """The number of the newest proposal."""
        numbers = [int(found[1]) for thread in self._threads if (found := _NUMBER.match(thread.name))]
        return max(numbers, default=None)

    @property
    def discussion(self) -> Thread:
        """The thread of the newest proposal. Raises LookupError where there is none."""
        for thread in self._threads:
            if thread.name.startswith(f"#{self.proposal} "):
                return thread
        raise LookupError("no proposal is there yet")

    @property
    def _threads(self) -> list[Thread]:
        forums = [self.stage.discussion, *(part.discussion for part in self.parts)]
        return [thread for thread in self.stage.guild.threads if thread.parent in forums]

    @property
    def announced(self) -> list[Message]:
        """What stands in the announcements of the server and of its parts, the oldest first."""
        channels = [self.stage.announcements, *(part.announcements for part in self.parts)]
        return sorted((each for channel in channels for each in channel.messages), key=lambda each: each.id)

    @property
    def safes(self) -> list[LocalSafe]:
        """The Safes that pay: the server's, then those of its parts."""
        return [self.stage.safe, *(part.safe for part in self.parts)]

    @property
    def card(self) -> Message | None:
        """The card of the newest proposal."""
        wanted = f"Proposal {self.proposal} ·"
        for message in reversed(self.announced):
            # Buttons name a proposal by another number than its server does.
            is_card = any((each.custom_id or "").startswith("details:") for each in message.buttons)
            if is_card and wanted in message.text:
                return message
        return None

    def told_to_all(self, *words: str) -> Message | None:
        """The newest announcement that holds all these words; whether small or capital."""
        return _newest(self.announced, words)

    def said(self, place: Channel, *words: str) -> Message | None:
        """The newest message there that holds all these words, whoever wrote it; whether small or capital."""
        return _newest(place.messages, words)

    def told(self, name: str, *words: str) -> Message | None:
        """The newest answer that this member alone sees and that holds all these words."""
        mine = [
            message
            for message in self.stage.discord.world.messages.values()
            if message.ephemeral and message.reader is self.person(name) and not message.deleted
        ]
        return _newest(mine, words)


DISCUSSION = "#the discussion"


def _newest(messages: list[Message], words: tuple[str, ...]) -> Message | None:
    for message in reversed(messages):
        text = message.text.lower()
        if all(word.lower() in text for word in words):
            return message
    return None
