"""An action in words and as it is executed, wherever it is shown in full."""

from collections.abc import Sequence

from bot.domain.actions import DecodedAction
from bot.domain.proposal import Proposal
from bot.wording.language import Language
from bot.wording.plain_text import one_line
from bot.wording.reputation import changes_lines

_SENTENCE = 300
_VALUE = 300
_NAME = 60


def proposal_calls_lines(proposal: Proposal, decoded: Sequence[DecodedAction], say: Language) -> list[str]:
    """Each action of a proposal in words and as it is executed; and how reputation changes."""
    grants = changes_lines(proposal, say)
    if not decoded:
        nothing = say._("Proposal {number} has no actions: it decides, and nothing is executed.")
        return grants or [nothing.format(number=proposal.id)]
    head = say._("**If proposal {number} passes**, the Safe is asked to make these calls, in this order:")
    lines = [head.format(number=proposal.id)]
    for number, action in enumerate(decoded, start=1):
        lines += call_lines(number, action, say)
    return [*lines, *grants]


def call_lines(number: int, decoded: DecodedAction, say: Language) -> list[str]:
    """What it does, what to look at twice, and its call with every argument, as read back from the calldata."""
    action, markup = decoded.action, say.markup
    lines = [
        markup.strong(f"{number}. {markup.name(decoded.sentence, _SENTENCE)}"),
        *(f"{look_twice(say)}: {markup.name(warning, _SENTENCE)}" for warning in decoded.warnings),
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
        markup.small(f"{markup.name(argument.name or argument.type, _NAME)}: {_code(argument.value, say)}")
        for argument in decoded.arguments
    ]
    if action.data not in ("", "0x"):
        lines.append(markup.small(say._("calldata {data}").format(data=_code(action.data, say))))
    return lines


def look_twice(say: Language) -> str:
    """The head of a warning about an action."""
    return say._("⚠️ **Look twice**")


def _code(text: str, say: Language) -> str:
    """Something to be taken letter by letter, or its beginning and its length."""
    text = one_line(text)
    if len(text) <= _VALUE:
        return say.markup.code(text)
    length = say.ngettext("({number} character)", "({number} characters)", len(text))
    return say.markup.code(f"{text[:_VALUE]}… {length.format(number=len(text))}")
