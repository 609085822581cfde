"""Power sources in words: what is read where."""

from bot.domain.policy import PowerRule
from bot.domain.power import (
    Allowlist,
    AnySource,
    Contribution,
    Erc721,
    Erc1155,
    Native,
    Reputation,
    Role,
    SafeOwners,
    ViewCall,
    WeighedId,
)
from bot.domain.quantities import duration_words, tokens
from cogs.ui.results import power_text
from cogs.ui.text import code, full, role, short

_KINDS = {
    "erc20": ("balance of", "balance of the token"),
    "erc20_votes": ("voting power in", "votes (own and delegated) of the token"),
    "erc721": ("NFTs of", "number of NFTs held of"),
    "erc1155": ("items of", "items held of"),
    "safe_owners": ("ownership of the Safe", "ownership of the Safe"),
}
_IDS_SHOWN = 8


def source_words(source: AnySource, weight: str = "") -> str:
    """Where power comes from, for a policy."""
    if isinstance(source, Allowlist):
        return f"amounts of the {len(source.entries)} accounts that the policy lists{weight}"
    if isinstance(source, Role):
        return f"the role {role(source.role)}{weight}"
    if isinstance(source, Reputation):
        return f"reputation in this server{_decay(source)}{weight}"
    if isinstance(source, Native):
        return f"balance of the coin of chain {source.chain}{weight}"
    if isinstance(source, ViewCall):
        return f"{code(source.function)} of {full(source.contract)} on chain {source.chain}{weight}"
    words = f"{_KINDS[source.kind][1]} {full(source.contract)} on chain {source.chain}"
    return words + _listed(source) + weight


def heading(source: AnySource) -> str:
    """What was looked at, with the contract in full where there is one."""
    if isinstance(source, Allowlist):
        return "**the list in the policy**"
    if isinstance(source, Role):
        return f"**the role** {role(source.role)}"
    if isinstance(source, Reputation):
        return f"**reputation**{_decay(source)}"
    if isinstance(source, Native):
        return f"**coin of chain {source.chain}**"
    if isinstance(source, ViewCall):
        return f"**{code(source.function)} of** {full(source.contract)}"
    return f"**{_KINDS[source.kind][0]}** {full(source.contract)}{_listed(source)}"


def origin(part: Contribution) -> str:
    """Where a part of somebody's power comes from, in few words."""
    source, wallet = part.source, f"wallet {short(part.wallet)}" if part.wallet else ""
    if isinstance(source, Role):
        return f"role {role(source.role)}"
    if isinstance(source, Reputation):
        return "reputation"
    if isinstance(source, Allowlist):
        return f"listed in the policy, {wallet}"
    if isinstance(source, Native):
        return f"coin of chain {source.chain}, {wallet}"
    if isinstance(source, ViewCall):
        return f"{code(source.function)} of {short(source.contract)}, {wallet}"
    return f"{_KINDS[source.kind][0]} {short(source.contract)}, {wallet}"


def each_counts(source: AnySource, rule: PowerRule) -> str:
    """`each counts 100 VOTE` for what is counted, nothing for amounts."""
    worth = power_text(source.weight, rule, exact=True)
    if isinstance(source, Allowlist):
        return f"1 counts {worth}"
    if isinstance(source, Role | SafeOwners):
        return f"it counts {worth}"
    if isinstance(source, Erc1155) or (isinstance(source, Erc721) and source.ids):
        return f"a weight of 1 counts {worth}"
    return f"each counts {worth}" if isinstance(source, Erc721) else ""


def counted(source: AnySource, raw: int) -> str:
    """What was found of something that is counted, before what it weighs; nothing for amounts."""
    if isinstance(source, Allowlist):
        return f"listed with {tokens(raw, 0)}, " if raw else "not on the list, "
    if isinstance(source, Erc1155) or (isinstance(source, Erc721) and source.ids):
        return f"a weight of {tokens(raw, 0)}, "
    if isinstance(source, Role | SafeOwners):
        return "yes, " if raw else "no, "
    return f"{raw} NFTs, " if isinstance(source, Erc721) else ""


def _decay(source: Reputation) -> str:
    return f", which halves every {duration_words(source.half_life)}" if source.half_life else ""


def _listed(source: AnySource) -> str:
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
