"""A ballot that approves of any number of choices: a menu in which several can be chosen, or none."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.voting.ballots import approve_hint, none_label
from cogs.components.ballots.parts import Row, choice_options
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId

APPROVE = CustomId("approve", proposal=PROPOSAL)
APPROVE_NONE = CustomId("approve-none", proposal=PROPOSAL)


def rows(proposal: ProposalId, policy: Policy, say: Language, mine: Sequence[int] | None = None) -> list[Row]:
    """The menu, with what is approved now, and a button for nobody at all, which a fresh menu can't say."""
    return [ui.ActionRow(menu(proposal, policy, mine or (), say)), ui.ActionRow(nobody(proposal, say))]


def changing(
    proposal: ProposalId, policy: Policy, choice: Sequence[int], say: Language
) -> list[ui.Item[Any]]:
    """The same under a receipt."""
    return [menu(proposal, policy, choice, say), nobody(proposal, say)]


def menu(proposal: ProposalId, policy: Policy, approved: Sequence[int], say: Language) -> ui.Select[Any]:
    return ui.Select(
        custom_id=APPROVE(proposal=proposal),
        placeholder=approve_hint(say),
        min_values=0,
        max_values=len(policy.choices),
        options=choice_options(policy.choices, say, chosen=approved),
    )


def nobody(proposal: ProposalId, say: Language) -> ui.Button[Any]:
    return ui.Button(label=none_label(say), custom_id=APPROVE_NONE(proposal=proposal))
