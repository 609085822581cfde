"""What the law, or the articles of a legal person, ask of its decisions: an association, a cooperative, a DUNA."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from pydantic import Field

from bot.domain.counting.errors import TooMany
from bot.domain.errors.governance.policies import (
    LawAsksNothing,
    NamesVoters,
    NotInConviction,
    SilenceIsNoQuorum,
)
from bot.domain.frozen_model import FrozenModel
from bot.domain.policy.bounds import RULE_NUMBER, PositiveDuration, ShareText
from bot.domain.policy.misfit import Misfit
from bot.domain.rules.outcome import MOST_QUORUMS, Rules, quorums
from bot.domain.rules.quorum import Quorum
from bot.domain.rules.quorum_kinds.headcount import HEADS
from bot.domain.rules.quorum_kinds.share import SHARE

if TYPE_CHECKING:
    from bot.domain.policy.model import Policy


class LegalRule(FrozenModel):
    """Each of them beside what the rest of the policy says: whichever asks for more decides."""

    notice: PositiveDuration | None = None
    """So long at least lies between the announcement of a text and its vote: a changed text begins it anew."""
    quorum: ShareText | None = None
    """So much of all power must take part at least, for whichever choice."""
    voters: Annotated[int, Field(ge=1, le=RULE_NUMBER)] | None = None
    """So many members with power must take part at least."""
    retention: PositiveDuration | None = None
    """So long minutes and records must be kept at least; the bot throws none away."""
    members_list: Literal["members", "auditors"] = "members"
    """Who sees which members voted how, with which power: those who may read the page, or auditors alone."""

    @property
    def quorums(self) -> list[Quorum]:
        """Its quorums: of power, then of heads."""
        found = [] if self.quorum is None else [Quorum(SHARE.name, self.quorum)]
        return found if self.voters is None else [*found, Quorum(HEADS.name, self.voters)]


def with_legal_quorums(rules: Rules, legal: LegalRule | None) -> Rules:
    """The rules with the quorums of the law behind the policy's own, as if they stood in its list."""
    if legal is None or not legal.quorums:
        return rules
    own = [each for _, each in quorums(rules)]
    return msgspec.structs.replace(rules, quorum=[*own, *legal.quorums])


def legal_faults(policy: "Policy") -> Iterator[Misfit]:
    """Where members stake, or agree by silence, nobody counts who takes part; and what names those who voted to
    everybody can't stand beside a list for auditors alone."""
    legal = policy.legal
    if legal is None:
        return
    if legal == LegalRule():
        yield Misfit(("legal",), LawAsksNothing())
    for place in ("quorum", "voters"):
        if policy.open_ended and getattr(legal, place) is not None:
            yield Misfit(("legal", place), NotInConviction())
    law = len(legal.quorums)
    if law and policy.milestones is not None and policy.milestones.by == "silence":
        yield Misfit(("milestones", "by"), SilenceIsNoQuorum())
    if not names_voters(policy):
        for name, shows in (("reactions", policy.takes_reactions), ("named_records", policy.named_records)):
            if shows:
                yield Misfit((name,), NamesVoters())
    if len(quorums(msgspec.convert(policy.rules, Rules))) > MOST_QUORUMS - law:
        yield Misfit(("rules", "quorum"), TooMany(MOST_QUORUMS - law))


def names_voters(policy: "Policy") -> bool:
    """Whether lists of those who voted name them; else they are numbers there."""
    return policy.legal is None or policy.legal.members_list == "members"


def notice_of(legal: LegalRule | None) -> timedelta:
    """Zero where none is asked for."""
    return timedelta(0) if legal is None or legal.notice is None else legal.notice
