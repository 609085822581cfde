"""How one votes in each mechanism: what the card offers, and what stands under a receipt to change the vote."""

from functools import lru_cache
from typing import Any

import discord
from discord import ui

from bot.domain.ballot import Ballot
from bot.domain.ballot_formats.registry import BALLOT_FORMATS, NUMBERS, RANKING, SEVERAL
from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from cogs.components.ballots import numbers, one, ranking, several
from cogs.components.ballots.parts import Row, plain_view
from cogs.components.custom_ids import PROPOSAL, CustomId, Part

BALLOT = Part(r"[0-9]{1,4}|=[0-9a-f]{16}")
"""A ballot by the number of its choice, or by `=` and its receipt. A reason belongs to that ballot only."""
REASON = CustomId("reason", proposal=PROPOSAL, ballot=BALLOT)


def vote_rows(proposal: ProposalId, policy: Policy, mine: Any = None) -> list[Row]:
    """The buttons and menus with which one votes; `mine` is the member's choice where only they see them."""
    ballot_format = BALLOT_FORMATS.get(policy.mechanism)
    if ballot_format is SEVERAL:
        return several.rows(proposal, policy, mine or ())
    if ballot_format is RANKING:
        return ranking.rows(proposal, policy)
    if ballot_format is NUMBERS:
        return numbers.rows(proposal, policy)
    return one.rows(proposal, policy) if ballot_format else []


def under_receipt(policy: Policy, ballot: Ballot) -> discord.ui.View:
    """How to change this vote, and the button that lets the voter say why; nothing where the vote is final."""
    if not policy.rules.get("revote", True):
        return plain_view()
    proposal, ballot_format = ballot.proposal, BALLOT_FORMATS[policy.mechanism]
    reason = str(ballot.choice) if isinstance(ballot.choice, int) else f"={ballot.receipt}"
    if ballot_format is SEVERAL:
        return plain_view(
            several.menu(proposal, policy, ballot.choice), several.nobody(proposal), _reason(proposal, reason)
        )
    if ballot_format is RANKING:
        return plain_view(ranking.opening(proposal, "Change the order"), _reason(proposal, reason))
    if ballot_format is NUMBERS:
        return plain_view(numbers.opening(proposal, "Change the numbers"), _reason(proposal, reason))
    return _only_reason(proposal, reason)


@lru_cache(maxsize=4096)
def _only_reason(proposal: ProposalId, reason: str) -> discord.ui.View:
    """One view serves every receipt of a choice."""
    return plain_view(_reason(proposal, reason))


def _reason(proposal: ProposalId, ballot: str) -> ui.Button[Any]:
    return ui.Button(label="Add a reason", custom_id=REASON(proposal=proposal, ballot=ballot))
