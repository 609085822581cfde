"""How one votes with each kind of ballot: what the card offers, and what stands under a receipt to change the vote.

A new kind is one file and one line here; stakes are no ballots, and have their own components.
"""

from functools import lru_cache
from typing import Any, Protocol

import discord
from discord import ui

from bot.domain.counting.mechanism import BallotKind
from bot.domain.elections.ballot import Ballot
from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.facts import Opening
from bot.wording.language import Language
from bot.wording.voting.ballots import reason_label
from cogs.components.ballots import numbers, one, ranking, several, signing
from cogs.components.ballots.parts import Row, plain_view
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId, Part

BALLOT = Part(r"[0-9]{1,4}|=[0-9a-f]{16}")
"""A ballot by the number of its choice, or by `=` and its receipt. A reason belongs to that ballot only."""
REASON = CustomId("reason", proposal=PROPOSAL, ballot=BALLOT)


class BallotComponents(Protocol):
    """The buttons and menus of one kind of ballot."""

    def rows(self, proposal: ProposalId, policy: Policy, say: Language, mine: Any = None) -> list[Row]:
        """Those with which one votes; `mine` is the member's choice where only they see them."""
        ...

    def changing(
        self, proposal: ProposalId, policy: Policy, choice: Any, say: Language
    ) -> list[ui.Item[Any]]:
        """Those under a receipt with which the choice is changed."""
        ...


BALLOT_COMPONENTS: dict[BallotKind, BallotComponents] = {
    BallotKind.ONE: one,
    BallotKind.SEVERAL: several,
    BallotKind.RANKING: ranking,
    BallotKind.NUMBERS: numbers,
}


def vote_rows(proposal: ProposalId, policy: Policy, say: Language, mine: Any = None) -> list[Row]:
    """The buttons and menus with which one votes; `mine` is the member's choice where only they see them."""
    if policy.trust is TrustLevel.SIGNED:
        return signing.rows(proposal, say)
    components = BALLOT_COMPONENTS.get(policy.counting.ballot)
    return components.rows(proposal, policy, say, mine) if components else []


def under_receipt(opening: Opening, ballot: Ballot, say: Language) -> discord.ui.View:
    """How to change this vote, and the button that lets the voter say why; nothing where the vote is final."""
    policy = opening.policy
    if not policy.rules.get("revote", True):
        return plain_view()
    reason = (
        str(ballot.choice) if isinstance(ballot.choice, int) else f"={ballot.receipt(opening.pseudonyms)}"
    )
    components = BALLOT_COMPONENTS[policy.counting.ballot]
    changing = components.changing(ballot.proposal, policy, ballot.choice, say)
    if not changing:
        return _only_reason(ballot.proposal, reason, say)
    return plain_view(*changing, _reason(ballot.proposal, reason, say))


@lru_cache(maxsize=4096)
def _only_reason(proposal: ProposalId, reason: str, say: Language) -> discord.ui.View:
    """One view serves every receipt of a choice in a language."""
    return plain_view(_reason(proposal, reason, say))


def _reason(proposal: ProposalId, ballot: str, say: Language) -> ui.Button[Any]:
    return ui.Button(label=reason_label(say), custom_id=REASON(proposal=proposal, ballot=ballot))
