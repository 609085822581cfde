"""What was spent, what may still be, and what waits."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from babel.dates import format_skeleton

from bot.domain.ids import Address, ChainId, TrackId
from bot.domain.spaces.space import Space
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.spending import SpentBy, Sum
from bot.services.treasury.spending import MOST_SPENT, Pending, SpaceBudgets, Spending
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.governance.policies.limits import budget_lines
from bot.wording.language import Language
from bot.wording.markup.links import channel_url

_NAME = 60
_SYMBOL = 24
_SHOWN = 60


@telling_accounts_apart
def spending_lines(found: Spending, chains: Mapping[ChainId, str], say: Language) -> list[str]:
    """`chains` are the names of the chains."""
    head = {
        SpentBy.TRACK: say._("**Spent since {when}, by track**"),
        SpentBy.MONTH: say._("**Spent since {when}, by month**"),
        SpentBy.RECIPIENT: say._("**Spent since {when}, by recipient**"),
    }[found.by].format(when=say.moment(found.since))
    if not found.sums:
        return [head, say._("Nothing that passed here was carried out in that time.")]
    lines = [head]
    if found.cut:
        lines.append(
            say._("⚠️ Only the newest {number} payments are added up.").format(number=say.number(MOST_SPENT))
        )
    lines += [
        say.ngettext(
            "• {key}: **{amount}** in {times} payment",
            "• {key}: **{amount}** in {times} payments",
            each.times,
        ).format(
            key=_key(each, found, say), amount=_amount(each, found, chains, say), times=say.number(each.times)
        )
        for each in found.sums[:_SHOWN]
    ]
    if (more := len(found.sums) - _SHOWN) > 0:
        lines.append(say.and_more(more))
    lines.append(
        say.markup.small(
            say._("An allowance counts as if it were taken; coins that are handed on count at each step.")
        )
    )
    return lines


def _key(each: Sum, found: Spending, say: Language) -> str:
    match each.key:
        case (year, month):
            first = datetime(year, month, 1, tzinfo=UTC)
            return format_skeleton("yMMMM", first, locale=say.locale)
        case int():
            return say.markup.name(found.tracks.get(TrackId(each.key), "?"), _NAME)
        case _:
            return say.on_chain(each.asset.chain, short=True).markup.account(Address(str(each.key)))


def paid_words(amount: int, asset: AssetRef, named: tuple[str, int] | None, say: Language) -> str:
    """An amount in base units; `named`: symbol and decimals, None where nobody says what the asset is called."""
    if named is None:
        return say._("{amount} base units of {token}").format(
            amount=say.number(amount), token=_contract(asset, say)
        )
    return f"{say.tokens(amount, named[1])} {say.markup.name(named[0], _SYMBOL)}"


def _amount(each: Sum, found: Spending, chains: Mapping[ChainId, str], say: Language) -> str:
    shown = paid_words(each.amount, each.asset, found.assets.get(each.asset), say)
    if len({asset.chain for asset in found.assets}) < 2:
        return shown
    name = say.markup.name(chains.get(each.asset.chain, str(each.asset.chain)), _NAME)
    return say._("{amount} on {chain}").format(amount=shown, chain=name)


def _contract(asset: AssetRef, say: Language) -> str:
    if asset.contract is None:
        return say.pgettext("value", "coins")
    return say.on_chain(asset.chain, short=True).markup.account(asset.contract)


@telling_accounts_apart
def request_lines(space: Space, found: Sequence[Pending], say: Language) -> list[str]:
    """What waits to be carried out, with where it is talked about."""
    if not found:
        return [say._("Nothing waits to be carried out.")]
    lines = [say._("**Waiting to be carried out**, the oldest first")]
    for each in found[:_SHOWN]:
        proposal, request = each.proposal, each.request
        title = f"#{proposal.number} {say.title(proposal.content.title)}"
        if each.thread is not None:
            title = say.markup.link(title, channel_url(space.guild, each.thread))
        near = say.on_chain(request.executor.chain, short=True)
        if request.needed:
            words = say._("• {title}: {signed} of {needed} have signed, on {account}, since {when}")
        else:
            words = say._("• {title}: on {account}, since {when}")
        lines.append(
            words.format(
                title=title,
                signed=len(request.confirmations),
                needed=request.needed,
                account=near.markup.account(request.executor.address),
                when=say.when(request.prepared_at),
            )
        )
    if (more := len(found) - _SHOWN) > 0:
        lines.append(say.and_more(more))
    return lines


def space_budget_lines(found: SpaceBudgets, say: Language) -> list[str]:
    """What each track may still spend, and all of them together."""
    if not found.tracks:
        return [say._("No track of this server pays out of an account yet."), *budget_lines(found.above, say)]
    lines = [say._("**What each track may still spend**"), *budget_lines(found.above, say)]
    for each in found.tracks:
        lines.append(say.markup.strong(say.markup.name(each.track.name, _NAME)))
        if each.track.policy.limits is None:
            lines.append(say._("No limits: whatever passes may be spent."))
        elif not each.budgets:
            lines.append(say._("Nothing: its limits name no asset."))
        lines += budget_lines(each.budgets, say)
    return lines
