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
from bot.domain.elections.choices import counting_of, says_yes_or_no
from bot.domain.ids import Power, ProposalId, ProposalNumber
from bot.domain.policy.model import Policy
from bot.wording.delivery.answers import correct_label
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut, one_line
from bot.wording.voting import ballots as words
from cogs.components.ballots import one
from cogs.components.ballots.parts import Row
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId
from cogs.components.interactions.persistent import Field

WEIGH = CustomId("weigh", proposal=PROPOSAL)
WEIGH_AGAIN = CustomId("weigh-again", proposal=PROPOSAL)
FIELDS = 5
"""A form has at most so many."""
ALL = "all"
"""The one field of a form for more choices."""
_NAME = 40
_DIGITS = 16
_LINES = 4000
_TYPED = 1200
_SEPARATORS = re.compile(f"[{re.escape(SEPARATORS)}:=]")
_NAMED = re.compile(r"^(#[0-9]+) [^:\n]*(:)", re.MULTILINE)
"""A line of the form as it was filled in at first: the name is not needed to read it."""


def rows(proposal: ProposalId, policy: Policy, say: Language, mine: Any = None) -> list[Row]:
    """A button that opens the form; before it one for each side of a yes-or-no vote, which puts everything there."""
    if says_yes_or_no(policy) and price_of(policy) is None and _takes_one(policy):
        return [ui.ActionRow(*one.buttons(proposal, policy, say), opening(proposal, verb(policy, say)))]
    return [ui.ActionRow(opening(proposal, verb(policy, say), discord.ButtonStyle.primary))]


def _takes_one(policy: Policy) -> bool:
    """Whether the number of one choice is a ballot, which puts everything on it."""
    mechanism, options = counting_of(policy)
    return mechanism.fault(1, len(policy.choices), options) is None


def changing(proposal: ProposalId, policy: Policy, choice: Any, say: Language) -> list[ui.Item[Any]]:
    """The way back into the form."""
    return [opening(proposal, words.change_numbers_label(say))]


def opening(
    proposal: ProposalId, label: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> ui.Button[Any]:
    """The button that opens the form with the numbers of the member's ballot."""
    return ui.Button(label=label, style=style, custom_id=WEIGH(proposal=proposal))


def again(proposal: ProposalId, say: Language) -> ui.Button[Any]:
    """The button that opens the form with what stands in its message, as it was typed."""
    style = discord.ButtonStyle.primary
    return ui.Button(label=correct_label(say), style=style, custom_id=WEIGH_AGAIN(proposal=proposal))


def verb(policy: Policy, say: Language) -> str:
    """What is done with the numbers, on the button."""
    return words.split_label(say) if price_of(policy) is None else words.give_label(say)


def title(number: ProposalNumber, policy: Policy, say: Language) -> str:
    """What stands above the form."""
    free = price_of(policy) is None
    return words.split_title(number, say) if free else words.give_title(number, say)


def fields(policy: Policy, power: Power | None, say: Language) -> tuple[Field, ...]:
    """The questions of the form. `power` is the member's, where it is known."""
    hint_for = words.split_hint if price_of(policy) is None else words.give_hint
    hint = hint_for(power, policy.power, say)
    if len(policy.choices) > FIELDS:
        return (Field(ALL, words.lines_label(say), hint, required=False, long=True, limit=_LINES),)
    return tuple(
        Field(
            str(number),
            words.number_label(name, number, say),
            hint,
            required=False,
            limit=_DIGITS,
            placeholder="0",
        )
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
