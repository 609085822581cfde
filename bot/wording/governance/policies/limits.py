"""What a track may do and spend, in sentences."""

from collections.abc import Iterator, Sequence

from bot.domain.actions.limits import Breach, Broken, NotAllowed, OfSpace, OverLimit, WrongRecipient
from bot.domain.policy.limits import AllowedCalls, Limits, Spending
from bot.domain.policy.model import Policy
from bot.domain.spaces.limits import SpaceLimits
from bot.domain.spaces.space import LONGEST_SPACE_NAME
from bot.services.execution.track_limits import Budget
from bot.wording.language import Language

_SHOWN = 10
"""Assets, contracts, recipients and functions of one contract that are named; the file has all."""
_SYMBOL_LIMIT = 16
_FUNCTION_LIMIT = 80


def limits_lines(policy: Policy, say: Language) -> Iterator[str]:
    """Nothing for a policy without limits."""
    if (limits := policy.limits) is None:
        return
    yield say._("**Limits**: actions may do this and nothing else, in any {time}:").format(
        time=say.duration(limits.period)
    )
    yield from allowed_lines(limits, say)


def space_limits_lines(limits: SpaceLimits | None, say: Language) -> list[str]:
    """What a part may move by the word of the space that created it."""
    if limits is None:
        return [say._("no limits from above: it may move whatever its own rules let it")]
    return [
        say._(
            "all its tracks together, with what stands below it, may do this and nothing else in any {time}, on chain "
            "{chain}:"
        ).format(time=say.duration(limits.limits.period), chain=limits.chain),
        *allowed_lines(limits.limits, say),
    ]


def allowed_lines(limits: Limits, say: Language) -> Iterator[str]:
    """What may be done, each on a line of its own."""
    named = [
        *(_spending(each, say) for each in limits.spending),
        *(_calls(each, say) for each in limits.calls),
    ]
    yield from (f"• {line}" for line in named[:_SHOWN])
    if (more := len(named) - _SHOWN) > 0:
        yield f"• {say.and_more(more)}"
    if not named:
        yield f"• {say._('nothing')}"


def budget_lines(budgets: Sequence[Budget], say: Language) -> list[str]:
    """What is spent and what is left of each asset."""
    lines = []
    for budget in budgets[:_SHOWN]:
        spending = budget.spending
        words = say._("Left now: {left} of {limit} {symbol} in any {time}; {spent} are spent or asked for.")
        if budget.of:
            words = say._(
                "Left now of what may be moved in {space} and below: {left} of {limit} {symbol} in any {time}; {spent} "
                "are spent or asked for."
            )
        lines.append(
            words.format(
                space=say.markup.name(budget.of, LONGEST_SPACE_NAME),
                left=say.tokens(max(0, spending.per_period - budget.spent), spending.decimals),
                limit=say.tokens(spending.per_period, spending.decimals),
                symbol=_symbol(spending, say),
                time=say.duration(budget.limits.period),
                spent=say.tokens(budget.spent, spending.decimals),
            )
        )
    if (more := len(budgets) - _SHOWN) > 0:
        lines.append(say.and_more(more))
    return lines


def breach_words(breach: Breach, say: Language) -> str:
    """How an action, or all together, break the limits."""
    match breach:
        case NotAllowed(number, to, selector, unreadable):
            if unreadable:
                words = say._(
                    "Nobody can read from here what action {number} moves ({account}): a track with limits doesn't "
                    "allow that."
                )
            elif selector:
                words = say._(
                    "Action {number} calls {function} on {account}, which this track doesn't allow."
                )
            else:
                words = say._("Action {number} sends coins to {account}, and this track doesn't allow coins.")
            return words.format(
                number=number, account=say.markup.account(to), function=say.markup.code(selector)
            )
        case WrongRecipient(number, spending, to):
            return say._(
                "Action {number}: {account} is none of the accounts that may get {symbol} on this track."
            ).format(number=number, account=say.markup.account(to), symbol=_symbol(spending, say))
        case OverLimit():
            return _over(breach, say)
        case OfSpace(space, broken):
            return _of_space(say.markup.name(space, LONGEST_SPACE_NAME), broken, say)


def _of_space(space: str, broken: Broken, say: Language) -> str:
    """How the limits are broken that the parent of a part has set."""
    match broken:
        case NotAllowed(number, to, selector, unreadable):
            if unreadable:
                words = say._(
                    "Nobody can read from here what action {number} moves ({account}): the limits that were set for "
                    "{space} from above don't allow that."
                )
            elif selector:
                words = say._(
                    "Action {number} calls {function} on {account}: the limits that were set for {space} from above "
                    "don't name it."
                )
            else:
                words = say._(
                    "Action {number} sends coins to {account}: the limits that were set for {space} from above name "
                    "none."
                )
            return words.format(
                number=number, account=say.markup.account(to), function=say.markup.code(selector), space=space
            )
        case WrongRecipient(number, spending, to):
            return say._(
                "Action {number}: {account} is none of the accounts that may get {symbol} by the limits that were set "
                "for {space} from above."
            ).format(
                number=number, account=say.markup.account(to), symbol=_symbol(spending, say), space=space
            )
        case OverLimit():
            return say._(
                "This moves {wanted} {symbol}. In {space} and below {limit} may be moved in any {time}, as was decided "
                "above it, and {spent} are spent or asked for."
            ).format(space=space, **_amounts(broken, say))


def _over(breach: OverLimit, say: Language) -> str:
    amounts = _amounts(breach, say)
    if breach.to is None:
        return say._(
            "This moves {wanted} {symbol}. The track may move {limit} in any {time}, and {spent} are spent or asked "
            "for."
        ).format(**amounts)
    return say._(
        "{account} would get {wanted} {symbol}. On this track one account may get {limit} in any {time}, and {spent} "
        "went there or are asked for."
    ).format(account=say.markup.account(breach.to), **amounts)


def _amounts(breach: OverLimit, say: Language) -> dict[str, str]:
    decimals = breach.spending.decimals
    return {
        "wanted": say.tokens(breach.wanted, decimals),
        "limit": say.tokens(breach.limit, decimals),
        "spent": say.tokens(breach.spent, decimals),
        "symbol": _symbol(breach.spending, say),
        "time": say.duration(breach.period),
    }


def _spending(spending: Spending, say: Language) -> str:
    symbol = _symbol(spending, say)
    if spending.asset is not None:
        symbol = f"{symbol} ({say.markup.account(spending.asset)})"
    words = say._("send {limit} {symbol}").format(
        limit=say.tokens(spending.per_period, spending.decimals), symbol=symbol
    )
    details = []
    if spending.per_recipient is not None:
        details.append(
            say._("at most {limit} to one account").format(
                limit=say.tokens(spending.per_recipient, spending.decimals)
            )
        )
    if spending.recipients:
        accounts = [say.markup.account(each) for each in spending.recipients[:_SHOWN]]
        if (more := len(spending.recipients) - _SHOWN) > 0:
            accounts.append(say.and_more(more))
        details.append(say._("only to {accounts}").format(accounts=", ".join(accounts)))
    return "; ".join([words, *details])


def _calls(calls: AllowedCalls, say: Language) -> str:
    functions = [
        say.markup.code(each if len(each) <= _FUNCTION_LIMIT else f"{each[:_FUNCTION_LIMIT]}…")
        for each in calls.functions[:_SHOWN]
    ]
    if (more := len(calls.functions) - _SHOWN) > 0:
        functions.append(say.and_more(more))
    return say._("call {functions} on {account}").format(
        functions=", ".join(functions), account=say.markup.account(calls.contract)
    )


def _symbol(spending: Spending, say: Language) -> str:
    return say.markup.name(spending.symbol, _SYMBOL_LIMIT)
