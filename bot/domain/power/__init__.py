"""Power: where it comes from, and how what was read becomes what a ballot weighs (governance.md §3)."""

from bot.domain.power.composition import Contribution, MemberPower, Readings, Steps, compose
from bot.domain.power.holder import Holder
from bot.domain.power.holding import sample_times
from bot.domain.power.rule import ROOT_DECIMALS, Holding, PowerRule
from bot.domain.power.sources.account_age import AccountAge, account_days
from bot.domain.power.sources.allowlist import MAX_LISTED, Allowlist, Listed
from bot.domain.power.sources.attestation import (
    MAX_ATTESTERS,
    NEWEST_LOOKED_AT,
    Attestation,
)
from bot.domain.power.sources.base import Account, OfContract, OnChain, Source
from bot.domain.power.sources.erc20 import Erc20
from bot.domain.power.sources.erc20_votes import Erc20Votes
from bot.domain.power.sources.erc721 import Erc721
from bot.domain.power.sources.erc1155 import Erc1155
from bot.domain.power.sources.native import Native
from bot.domain.power.sources.registry import SOURCES, AnyOnChain, AnySource, PowerSource, on_chain
from bot.domain.power.sources.reputation import Reputation
from bot.domain.power.sources.role import Role
from bot.domain.power.sources.safe_owners import SafeOwners
from bot.domain.power.sources.token_ids import MAX_IDS, WeighedId
from bot.domain.power.sources.view_call import ViewCall

__all__ = [
    "MAX_ATTESTERS",
    "MAX_IDS",
    "MAX_LISTED",
    "NEWEST_LOOKED_AT",
    "ROOT_DECIMALS",
    "SOURCES",
    "Account",
    "AccountAge",
    "Allowlist",
    "AnyOnChain",
    "AnySource",
    "Attestation",
    "Contribution",
    "Erc20",
    "Erc20Votes",
    "Erc721",
    "Erc1155",
    "Holder",
    "Holding",
    "Listed",
    "MemberPower",
    "Native",
    "OfContract",
    "OnChain",
    "PowerRule",
    "PowerSource",
    "Readings",
    "Reputation",
    "Role",
    "SafeOwners",
    "Source",
    "Steps",
    "ViewCall",
    "WeighedId",
    "account_days",
    "compose",
    "on_chain",
    "sample_times",
]
