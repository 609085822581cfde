"""Power sources in words, as a policy names them: what is read where, and what it counts."""

from fractions import Fraction

from bot.domain.policy.model import PowerRule
from bot.domain.power import (
    Allowlist,
    AnySource,
    Erc721,
    Erc1155,
    Native,
    Reputation,
    Role,
    SafeOwners,
    ViewCall,
    WeighedId,
)
from bot.domain.quantities import duration_words, tokens, unit
from bot.wording.markup import Markup

_KINDS = {
    "erc20": "balance of the token",
    "erc20_votes": "votes (own and delegated) of the token",
    "erc721": "number of NFTs held of",
    "erc1155": "items held of",
    "safe_owners": "ownership of the Safe",
}
_IDS_SHOWN = 8
REPUTATION_DECIMALS = 18


def amount_words(amount: int | Fraction, rule: PowerRule, markup: Markup) -> str:
    """An amount of power in tokens, exactly: `1 000.5 VOTE`."""
    shown = tokens(int(amount), rule.decimals)
    return f"{shown} {unit(shown, markup.name(rule.symbol, 16) or 'votes')}"


def source_words(source: AnySource, markup: Markup, more: str = "") -> str:
    """Where power comes from; `more` stands after it."""
    if isinstance(source, Allowlist):
        return f"amounts of the {len(source.entries)} accounts that the policy lists{more}"
    if isinstance(source, Role):
        return f"the role {markup.role(source.role)}{more}"
    if isinstance(source, Reputation):
        return f"reputation in this server{decay_words(source)}{more}"
    if isinstance(source, Native):
        return f"balance of the coin of chain {source.chain}{more}"
    if isinstance(source, ViewCall):
        where = f"{markup.account(source.contract)} on chain {source.chain}"
        return f"{markup.code(source.function)} of {where}{more}"
    words = f"{_KINDS[source.kind]} {markup.account(source.contract)} on chain {source.chain}"
    return words + ids_words(source) + more


def each_counts(source: AnySource, rule: PowerRule, markup: Markup) -> str:
    """`each counts 100 VOTE` for what is counted, nothing for amounts."""
    worth = amount_words(source.weight, rule, markup)
    if isinstance(source, Allowlist):
        return f"1 counts {worth}"
    if isinstance(source, Reputation):
        one = source.weight * 10**REPUTATION_DECIMALS
        return "" if one == 10**rule.decimals else f"1 counts {amount_words(one, rule, markup)}"
    if isinstance(source, Role | SafeOwners):
        return f"it counts {worth}"
    if isinstance(source, Erc1155) or (isinstance(source, Erc721) and source.ids):
        return f"a weight of 1 counts {worth}"
    return f"each counts {worth}" if isinstance(source, Erc721) else ""


def decay_words(source: Reputation) -> str:
    return f", which halves every {duration_words(source.half_life)}" if source.half_life else ""


def ids_words(source: AnySource) -> str:
    """The first token ids of a list, each with its weight where that isn't 1."""
    ids: tuple[WeighedId, ...] = source.ids if isinstance(source, Erc721 | Erc1155) else ()
    if not ids:
        return ""
    shown = [
        f"{entry.id}" + (f" (weight {tokens(entry.weight, 0)})" if entry.weight != 1 else "")
        for entry in ids[:_IDS_SHOWN]
    ]
    more = f" and {len(ids) - _IDS_SHOWN} more" if len(ids) > _IDS_SHOWN else ""
    return f", only ids {', '.join(shown)}{more}"
