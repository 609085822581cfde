"""Actions in words and as they are executed, wherever they are shown in full."""

from collections.abc import Sequence

from bot.domain.actions.actions import DecodedAction
from bot.domain.proposals.proposal import Proposal
from bot.services.milestones.showing import ShownMilestone
from bot.wording.actions.effects import argument_name, deed
from bot.wording.actions.listing import chain_by_chain, danger_lines, linked
from bot.wording.chains import on_its_chain
from bot.wording.executors.registry import words_of
from bot.wording.language import Language
from bot.wording.markup.plain_text import one_line
from bot.wording.milestones import milestone_lines, payments_of
from bot.wording.proposals.cards.changes import changes_lines, look_twice_lines

_VALUE = 300


def proposal_calls_lines(
    proposal: Proposal,
    decoded: Sequence[DecodedAction],
    say: Language,
    milestones: Sequence[ShownMilestone] = (),
) -> list[str]:
    """Each action of a proposal in words and as it is executed; what is paid later, and how reputation changes."""
    near = linked(payments_of(milestones), say)
    grants = [
        *milestone_lines(milestones, proposal.rules, near),
        *changes_lines(proposal, say),
    ]
    twice = look_twice_lines(proposal, say, milestones)
    if not decoded:
        return [*twice, *grants] or [_nothing(proposal, say)]
    return [
        *twice,
        *danger_lines(decoded, say),
        _head(proposal, say),
        *calls_lines(decoded, say),
        *grants,
    ]


def _nothing(proposal: Proposal, say: Language) -> str:
    if proposal.submission is None:
        return say._("The draft has no actions: it decides, and nothing is executed.")
    nothing = say._("Proposal {number} has no actions: it decides, and nothing is executed.")
    return nothing.format(number=proposal.number)


def _head(proposal: Proposal, say: Language) -> str:
    number = proposal.number if proposal.submission else None
    executors = proposal.executors or proposal.rules.executors[:1]
    if len(executors) == 1:
        words = words_of(executors[0].kind).asked_to_call(number, say)
        return on_its_chain(words, executors[0].chain, proposal.rules.executors, say)
    if number is None:
        return say._("**If it passes**, these calls are asked for, in this order:")
    words = say._("**If proposal {number} passes**, these calls are asked for, in this order:")
    return words.format(number=number)


def calls_lines(actions: Sequence[DecodedAction], say: Language) -> list[str]:
    """What each action does, and its call with every argument, as read back from the calldata; those of a batch after
    it. What to look at twice stands in the lines of dangers."""
    return chain_by_chain(actions, _call_lines, say)


def _call_lines(number: str, decoded: DecodedAction, say: Language) -> list[str]:
    say = say.naming(decoded.names)
    action, markup = decoded.action, say.markup
    lines = [
        markup.strong(f"{number}. {deed(decoded, say)}"),
        markup.small(
            say._("to {account} on chain {chain}, value {value} wei").format(
                account=markup.account(action.to), chain=action.chain, value=action.value
            )
        ),
    ]
    if decoded.function:
        function = _code(decoded.function, say)
        lines.append(markup.small(say._("calls {function}").format(function=function)))
    lines += [
        markup.small(f"{argument_name(place, argument, say)}: {_code(argument.value, say)}")
        for place, argument in enumerate(decoded.arguments, start=1)
    ]
    if action.data not in ("", "0x"):
        lines.append(markup.small(say._("calldata {data}").format(data=_code(action.data, say))))
    return lines


def _code(text: str, say: Language) -> str:
    """Something to be taken letter by letter, or its beginning and its length."""
    text = one_line(text)
    if len(text) <= _VALUE:
        return say.markup.code(text)
    length = say.ngettext("({number} character)", "({number} characters)", len(text))
    return say.markup.code(f"{text[:_VALUE]}… {length.format(number=len(text))}")
