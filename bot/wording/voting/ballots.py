"""How one votes: the buttons, menus and forms of each kind of ballot."""

from collections.abc import Sequence

from bot.domain.ids import Power, ProposalNumber
from bot.domain.policy.model import PowerRule
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut, one_line

_ORDER_LIMIT = 1500
"""Characters of the order that is shown; at most 25 lines of 60."""
_LABEL_LIMIT, _DESCRIPTION_LIMIT = 45, 100


def one_of_many(choices: int, say: Language) -> str:
    """In a menu for one of so many choices."""
    return say.ngettext(
        "Vote for one of {number} choice", "Vote for one of {number} choices", choices
    ).format(number=choices)


def approve_hint(say: Language) -> str:
    """In a menu of which several may be chosen."""
    return say._("Approve of as many as you like")


def none_label(say: Language) -> str:
    """A ballot that approves of nobody."""
    return say._("None of these")


def reason_label(say: Language) -> str:
    """The button that lets a voter say why."""
    return say._("Add a reason")


def reason_title(say: Language) -> str:
    return say._("Why do you vote so?")


def reason_question(say: Language) -> tuple[str, str]:
    """The field for the reason, and what becomes of it."""
    return say._("Your reason"), say._(
        "It is shown with your name in the proposal's thread and in the record."
    )


def rank_label(say: Language) -> str:
    return say._("Rank the choices")


def rank_again_label(say: Language) -> str:
    return say._("Change the order")


def next_place(place: int, say: Language) -> str:
    """In the menu for a place of a ranking."""
    return say._("Which one is number {number}?").format(number=place)


def cast_label(say: Language) -> str:
    return say.pgettext("button", "Cast")


def undo_label(say: Language) -> str:
    return say.pgettext("button", "Undo")


def start_again_label(say: Language) -> str:
    return say._("Start again")


def order_lines(choices: Sequence[str], order: Sequence[int], say: Language) -> list[str]:
    """The order so far as a numbered list."""
    if not order:
        return [say._("**Your order**: empty so far. Begin with the choice that you like best.")]
    shown = "\n".join(
        f"{place}. {say.choice(choices[number - 1])}" for place, number in enumerate(order, start=1)
    )
    return [say._("**Your order**, best first:"), cut(shown, _ORDER_LIMIT)]


def ranking_next(left: int, say: Language, *, full: bool, begun: bool) -> str:
    """What is to be done with the order, with so many choices left. `full` where only complete orders are taken."""
    if not left:
        words = say._("That is all of them. It counts when you press “Cast”.")
    elif full:
        words = say.ngettext(
            "{number} more to go: this vote takes complete orders only.",
            "{number} more to go: this vote takes complete orders only.",
            left,
        ).format(number=left)
    elif not begun:
        words = say._("You may leave out those between which you don't care.")
    else:
        words = say._("It counts when you press “Cast”. You may leave out the rest.")
    return say.markup.small(words)


def split_label(say: Language) -> str:
    """The button of a form that splits a power in proportion."""
    return say._("Split your power")


def give_label(say: Language) -> str:
    """The button of a form that gives votes at a price."""
    return say._("Give votes")


def split_title(number: ProposalNumber, say: Language) -> str:
    return say._("Split your power: proposal {number}").format(number=number)


def give_title(number: ProposalNumber, say: Language) -> str:
    return say._("Give votes: proposal {number}").format(number=number)


def change_numbers_label(say: Language) -> str:
    return say._("Change the numbers")


def lines_label(say: Language) -> str:
    """The one field of a form for many choices."""
    return say._("One line a choice, with its number at the end")


def number_label(name: str, number: int, say: Language) -> str:
    """The field of a choice."""
    return cut(one_line(say.called(name)), _LABEL_LIMIT) or say._("Choice {number}").format(number=number)


def split_hint(power: Power | None, rule: PowerRule, say: Language) -> str:
    """What is to be filled in where power is split. `power` is the member's, where it is known."""
    return _hint(say._("A whole number; your power is split in proportion."), power, rule, say)


def give_hint(power: Power | None, rule: PowerRule, say: Language) -> str:
    """What is to be filled in where votes have a price."""
    return _hint(say._("Votes: n cost n × n."), power, rule, say)


def _hint(words: str, power: Power | None, rule: PowerRule, say: Language) -> str:
    if power is not None:
        have = say._("You have {power}.").format(power=power_text(power, rule, say))
        words = f"{words} {have}"
    return cut(words, _DESCRIPTION_LIMIT)
