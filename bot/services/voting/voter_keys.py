"""The key of a closed vote, for auditors that the space named: whom each number in its record stands for."""

import re

import msgspec

from bot.domain.errors import KeyGone, KeyTooEarly, NotAuditor, RecordNames
from bot.domain.ids import ProposalId
from bot.services.actors import Actor, is_auditor
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.visibility import visible

FORMAT = "folkmoot/1"
_NUMBERS = re.compile(rb'"([0-9]{20,39})"')
"""As they stand in a record; no id of Discord's has so many digits."""


class _Voter(msgspec.Struct):
    number: str
    """In the record."""
    member: str
    salt: str


class _Key(msgspec.Struct):
    voter_key: str
    proposal: str
    content_hash: str
    members: list[_Voter]


class VoterKeys(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def of(self, actor: Actor, proposal_id: ProposalId) -> tuple[str, bytes]:
        """Name and content of the file. The public log says that they asked for it.

        Raises NotSetUp, ProposalUnknown, NotAuditor, KeyTooEarly, RecordNames, KeyGone.
        """
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, None)
            named = await repositories.auditors.of_space(proposal.space)
            if not any(is_auditor(actor, each) for each in named):
                raise NotAuditor
            record = await repositories.proposals.record(proposal_id)
            opening = proposal.opening
            if opening is None or record is None:
                raise KeyTooEarly(proposal.number)
            pseudonyms = opening.pseudonyms
            if pseudonyms.plain:
                raise RecordNames(proposal.number)
            members = await repositories.personal_data.standing_in(proposal_id, pseudonyms)
            who = pseudonyms.names(members)
            found = [
                _Voter(number, str(who[number]), pseudonyms.salt(who[number]).hex())
                for number in sorted({each.decode() for each in _NUMBERS.findall(record)})
                if number in who
            ]
            if not found:
                raise KeyGone(proposal.number)
            await log_act(repositories, actor, "voter key", at=self.clock.now(), proposal=proposal_id)
        self.wake_signal.send()
        document = _Key(FORMAT, str(proposal_id), opening.content_hash, found)
        content = msgspec.json.format(msgspec.json.encode(document), indent=1)
        return f"folkmoot-proposal-{proposal.number}-key.json", content
