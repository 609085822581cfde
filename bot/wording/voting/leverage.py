"""How few hold an open vote, and what would turn it (docs/what-if.md, On the card)."""

from bot.domain.policy.model import Policy
from bot.domain.what_if.leverage import Leverage
from bot.services.treasury.vote_worths import VoteWorth
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.treasury.prices import dollars


def leverage_warnings(leverage: Leverage, worth: VoteWorth | None, say: Language) -> list[str]:
    """What everybody should see before they vote."""
    lines = []
    if leverage.decides_alone:
        lines.append(say._("⚠️ **One voter can decide this alone.**"))
    elif leverage.quorum_makers is not None:
        makers = say.ngettext(
            "⚠️ {number} voter would make the quorum alone.",
            "⚠️ {number} voters would make the quorum.",
            leverage.quorum_makers,
        )
        lines.append(makers.format(number=say.number(leverage.quorum_makers)))
    if worth is not None and worth.cost is not None and worth.moves is not None and worth.cost < worth.moves:
        lines.append(
            say._("⚠️ **Turning it would take power worth {cost}, and it moves {moved}.**").format(
                cost=dollars(worth.cost, say), moved=dollars(worth.moves, say)
            )
        )
    return lines


def price_line(leverage: Leverage, worth: VoteWorth | None, policy: Policy, say: Language) -> str | None:
    """The power that would turn it, and what that is worth; None where nothing says it."""
    if leverage.price is None:
        return None
    power = power_text(leverage.price, policy.power, say)
    if worth is None or worth.cost is None:
        return say.markup.small(say._("{power} more would turn it.").format(power=power))
    return say.markup.small(
        say._("{power} more ({cost}) would turn it.").format(power=power, cost=dollars(worth.cost, say))
    )
