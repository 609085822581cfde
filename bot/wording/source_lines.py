"""Power sources in words: what is read where."""

from bot.domain.policy.model import PowerRule
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
)
from bot.domain.quantities import tokens
from bot.wording import power_sources as words
from bot.wording.discord_markup import DISCORD
from bot.wording.text import code, full, role, short

_KINDS = {
    "erc20": "balance of",
    "erc20_votes": "voting power in",
    "erc721": "NFTs of",
    "erc1155": "items of",
    "safe_owners": "ownership of the Safe",
}


def source_words(source: AnySource, weight: str = "") -> str:
    """Where power comes from, for a policy."""
    return words.source_words(source, DISCORD, weight)


def heading(source: AnySource) -> str:
    """What was looked at, with the contract in full where there is one."""
    if isinstance(source, Allowlist):
        return "**the list in the policy**"
    if isinstance(source, Role):
        return f"**the role** {role(source.role)}"
    if isinstance(source, Reputation):
        return f"**reputation**{words.decay_words(source)}"
    if isinstance(source, Native):
        return f"**coin of chain {source.chain}**"
    if isinstance(source, ViewCall):
        return f"**{code(source.function)} of** {full(source.contract)}"
    return f"**{_KINDS[source.kind]}** {full(source.contract)}{words.ids_words(source)}"


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
    return f"{_KINDS[source.kind]} {short(source.contract)}, {wallet}"


def each_counts(source: AnySource, rule: PowerRule) -> str:
    """`each counts 100 VOTE` for what is counted, nothing for amounts."""
    return words.each_counts(source, rule, DISCORD)


def counted(source: AnySource, raw: int) -> str:
    """What was found of something that is counted, before what it weighs; nothing for amounts."""
    if isinstance(source, Allowlist):
        return f"listed with {tokens(raw, 0)}, " if raw else "not on the list, "
    if isinstance(source, Erc1155) or (isinstance(source, Erc721) and source.ids):
        return f"a weight of {tokens(raw, 0)}, "
    if isinstance(source, Role | SafeOwners):
        return "yes, " if raw else "no, "
    return f"{raw} NFTs, " if isinstance(source, Erc721) else ""
