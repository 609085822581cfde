"""A ballot that ranks choices: one after the other from a menu, with the order so far in sight."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.voting import ballots as words
from cogs.components.ballots.parts import Row, choice_options, plain_view
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId, Part

RANK = CustomId("rank", proposal=PROPOSAL)
RANK_STEP = CustomId(
    "rank-step", proposal=PROPOSAL, step=Part("pick|cast|undo|again"), order=Part("[a-y]{0,25}")
)
"""What is done with an order, and that order in letters."""
_FIRST = ord("a")


def rows(proposal: ProposalId, policy: Policy, say: Language, mine: Sequence[int] | None = None) -> list[Row]:
    """On the card there is one button: the order of each voter is only theirs to see."""
    return [ui.ActionRow(opening(proposal, words.rank_label(say), discord.ButtonStyle.primary))]


def changing(
    proposal: ProposalId, policy: Policy, choice: Sequence[int], say: Language
) -> list[ui.Item[Any]]:
    """The way back into the ranking."""
    return [opening(proposal, words.rank_again_label(say))]


def opening(
    proposal: ProposalId, label: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> ui.Button[Any]:
    """The button that opens the ranking as the member's ballot has it."""
    return ui.Button(label=label, style=style, custom_id=RANK(proposal=proposal))


def panel(proposal: ProposalId, policy: Policy, order: Sequence[int], say: Language) -> tuple[str, ui.View]:
    """The order so far as a numbered list, and what can be done with it: all of it stands in the custom ids."""
    choices = policy.choices
    left = len(choices) - len(order)
    full = bool(policy.options.get("require_full"))
    said = letters(order)

    def step(name: str) -> str:
        return RANK_STEP(proposal=proposal, step=name, order=said)

    items: list[ui.Item[Any]] = []
    if left:
        items.append(
            ui.Select(
                custom_id=step("pick"),
                placeholder=words.next_place(len(order) + 1, say),
                options=choice_options(choices, say, without=order),
            )
        )
    if order and not (full and left):
        cast = discord.ButtonStyle.success
        items.append(ui.Button(label=words.cast_label(say), style=cast, custom_id=step("cast")))
    if order:
        items.append(ui.Button(label=words.undo_label(say), custom_id=step("undo")))
        items.append(ui.Button(label=words.start_again_label(say), custom_id=step("again")))
    lines = words.order_lines(choices, order, say)
    return "\n".join([*lines, words.ranking_next(left, say, full=full, begun=bool(order))]), plain_view(
        *items
    )


def letters(order: Sequence[int]) -> str:
    """An order of at most 25 choices, a letter each."""
    return "".join(chr(_FIRST + number - 1) for number in order)


def order_of(text: str, policy: Policy) -> list[int] | None:
    """The order that letters stand for; None where they are no order of the policy's choices."""
    order = [ord(letter) - _FIRST + 1 for letter in text]
    if len(set(order)) != len(order) or not all(1 <= number <= len(policy.choices) for number in order):
        return None
    return order
