"""A ballot that approves of any number of choices: a menu in which several can be chosen, or none."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from cogs.components.ballots.parts import Row, choice_options
from cogs.components.custom_ids import PROPOSAL, CustomId

APPROVE = CustomId("approve", proposal=PROPOSAL)
APPROVE_NONE = CustomId("approve-none", proposal=PROPOSAL)


def rows(proposal: ProposalId, policy: Policy, mine: Sequence[int] | None = None) -> list[Row]:
    """The menu, with what is approved now, and a button for nobody at all, which a fresh menu can't say."""
    return [ui.ActionRow(menu(proposal, policy, mine or ())), ui.ActionRow(nobody(proposal))]


def changing(proposal: ProposalId, policy: Policy, choice: Sequence[int]) -> list[ui.Item[Any]]:
    """The same under a receipt."""
    return [menu(proposal, policy, choice), nobody(proposal)]


def menu(proposal: ProposalId, policy: Policy, approved: Sequence[int]) -> ui.Select[Any]:
    return ui.Select(
        custom_id=APPROVE(proposal=proposal),
        placeholder="Approve of as many as you like",
        min_values=0,
        max_values=len(policy.choices),
        options=choice_options(policy.choices, chosen=approved),
    )


def nobody(proposal: ProposalId) -> ui.Button[Any]:
    return ui.Button(label="None of these", custom_id=APPROVE_NONE(proposal=proposal))
