"""A ballot that gives each choice a number: a form with a field for each, or with a line for each where there are more
than five."""

import re
from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot.domain.ballot_formats.giving import price_of
from bot.domain.ballot_formats.names import SEPARATORS, marked
from bot.domain.ballot_formats.weights import by_number
from bot.domain.ids import Power, ProposalId
from bot.domain.policy.model import Policy
from bot.wording.amounts import power_text
from bot.wording.text import cut, one_line
from cogs.components.ballots.parts import Row
from cogs.components.custom_ids import PROPOSAL, CustomId
from cogs.components.language import ENGLISH
from cogs.components.persistent import Field

WEIGH = CustomId("weigh", proposal=PROPOSAL)
WEIGH_AGAIN = CustomId("weigh-again", proposal=PROPOSAL)
FIELDS = 5
"""A form has at most so many."""
ALL = "all"
"""The one field of a form for more choices."""
_LABEL, _DESCRIPTION, _NAME = 45, 100, 40
_DIGITS = 16
_LINES = 4000
_TYPED = 1200
_SEPARATORS = re.compile(f"[{re.escape(SEPARATORS)}:=]")
_NAMED = re.compile(r"^(#[0-9]+) [^:\n]*(:)", re.MULTILINE)
"""A line of the form as it was filled in at first: the name is not needed to read it."""


def rows(proposal: ProposalId, policy: Policy, mine: Any = None) -> list[Row]:
    """One button: it opens the form."""
    return [ui.ActionRow(opening(proposal, verb(policy), discord.ButtonStyle.primary))]


def changing(proposal: ProposalId, policy: Policy, choice: Any) -> list[ui.Item[Any]]:
    """The way back into the form."""
    return [opening(proposal, "Change the numbers")]


def opening(
    proposal: ProposalId, label: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> ui.Button[Any]:
    """The button that opens the form with the numbers of the member's ballot."""
    return ui.Button(label=label, style=style, custom_id=WEIGH(proposal=proposal))


def again(proposal: ProposalId) -> ui.Button[Any]:
    """The button that opens the form with what stands in its message, as it was typed."""
    style = discord.ButtonStyle.primary
    return ui.Button(label="Correct it", style=style, custom_id=WEIGH_AGAIN(proposal=proposal))


def verb(policy: Policy) -> str:
    return "Split your power" if price_of(policy) is None else "Give votes"


def fields(policy: Policy, power: Power | None) -> tuple[Field, ...]:
    """The questions of the form. `power` is the member's, where it is known."""
    hint = _hint(policy, power)
    if len(policy.choices) > FIELDS:
        label = "One line a choice, with its number at the end"
        return (Field(ALL, label, hint, required=False, long=True, limit=_LINES),)
    return tuple(
        Field(str(number), _label(name, number), hint, required=False, limit=_DIGITS, placeholder="0")
        for number, name in enumerate(policy.choices, start=1)
    )


def filled(policy: Policy, choice: Mapping[str, int] | int | None) -> dict[str, str]:
    """The form as a ballot has it; empty where there is none."""
    weights = {} if choice is None else dict(by_number(choice))
    if len(policy.choices) <= FIELDS:
        return {str(number): str(weight) for number, weight in weights.items()}
    lines = (
        f"{marked(number)} {one_line(_SEPARATORS.sub(' ', cut(one_line(name), _NAME)))}: {weights.get(number, 0)}"
        for number, name in enumerate(policy.choices, start=1)
    )
    return {ALL: "\n".join(lines)}


def typed_lines(typed: Mapping[str, str]) -> str:
    """What was typed, to stand in a message from which `typed_again` reads it."""
    if ALL in typed:
        return cut(_NAMED.sub(r"\1\2", typed[ALL]), _TYPED)
    return "\n".join(f"{name}: {one_line(text)}" for name, text in typed.items())


def typed_again(policy: Policy, lines: str) -> dict[str, str]:
    """The form as it was typed."""
    if len(policy.choices) > FIELDS:
        return {ALL: lines}
    split = (line.partition(": ") for line in lines.splitlines())
    return {name: text for name, colon, text in split if colon}


def _label(name: str, number: int) -> str:
    return cut(one_line(name), _LABEL) or f"Choice {number}"


def _hint(policy: Policy, power: Power | None) -> str:
    have = "" if power is None else f" You have {power_text(power, policy.power, ENGLISH)}."
    if price_of(policy) is None:
        return cut(f"A whole number; your power is split in proportion.{have}", _DESCRIPTION)
    return cut(f"Votes: n cost n × n.{have}", _DESCRIPTION)
