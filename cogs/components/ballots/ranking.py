"""A ballot that ranks choices: one after the other from a menu, with the order so far in sight."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from bot.wording.text import cut
from cogs.components.ballots.parts import Row, choice_options, plain_view
from cogs.components.custom_ids import PROPOSAL, CustomId, Part
from cogs.components.language import ENGLISH

RANK = CustomId("rank", proposal=PROPOSAL)
RANK_STEP = CustomId(
    "rank-step", proposal=PROPOSAL, step=Part("pick|cast|undo|again"), order=Part("[a-y]{0,25}")
)
"""What is done with an order, and that order in letters."""
_FIRST = ord("a")
_LIST = 1500
"""Characters of the order that is shown; at most 25 lines of 60."""


def rows(proposal: ProposalId, policy: Policy, mine: Sequence[int] | None = None) -> list[Row]:
    """On the card there is one button: the order of each voter is only theirs to see."""
    return [ui.ActionRow(opening(proposal, "Rank the choices", discord.ButtonStyle.primary))]


def changing(proposal: ProposalId, policy: Policy, choice: Sequence[int]) -> list[ui.Item[Any]]:
    """The way back into the ranking."""
    return [opening(proposal, "Change the order")]


def opening(
    proposal: ProposalId, label: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> ui.Button[Any]:
    """The button that opens the ranking as the member's ballot has it."""
    return ui.Button(label=label, style=style, custom_id=RANK(proposal=proposal))


def panel(proposal: ProposalId, policy: Policy, order: Sequence[int]) -> tuple[str, ui.View]:
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
                placeholder=f"Which one is number {len(order) + 1}?",
                options=choice_options(choices, without=order),
            )
        )
    if order and not (full and left):
        cast = discord.ButtonStyle.success
        items.append(ui.Button(label="Cast", style=cast, custom_id=step("cast")))
    if order:
        items.append(ui.Button(label="Undo", custom_id=step("undo")))
        items.append(ui.Button(label="Start again", custom_id=step("again")))
    return "\n".join([*_order(choices, order), _next(left, full, bool(order))]), plain_view(*items)


def letters(order: Sequence[int]) -> str:
    """An order of at most 25 choices, a letter each."""
    return "".join(chr(_FIRST + number - 1) for number in order)


def order_of(text: str, policy: Policy) -> list[int] | None:
    """The order that letters stand for; None where they are no order of the policy's choices."""
    order = [ord(letter) - _FIRST + 1 for letter in text]
    if len(set(order)) != len(order) or not all(1 <= number <= len(policy.choices) for number in order):
        return None
    return order


def _order(choices: tuple[str, ...], order: Sequence[int]) -> list[str]:
    if not order:
        return ["**Your order**: empty so far. Begin with the choice that you like best."]
    shown = "\n".join(
        f"{place}. {ENGLISH.choice(choices[number - 1])}" for place, number in enumerate(order, start=1)
    )
    return ["**Your order**, best first:", cut(shown, _LIST)]


def _next(left: int, full: bool, begun: bool) -> str:
    if not left:
        return "-# That is all of them. It counts when you press “Cast”."
    if full:
        return f"-# {left} more to go: this vote takes complete orders only."
    if not begun:
        return "-# You may leave out those between which you don't care."
    return "-# It counts when you press “Cast”. You may leave out the rest."
