"""Every kind of power source in words. A new one is one file and one line here."""

from collections.abc import Sequence

from bot.domain.policy.model import PowerRule
from bot.domain.power import (
    SOURCES,
    AccountAge,
    Allowlist,
    AnySource,
    Attestation,
    Contribution,
    Erc20,
    Erc20Votes,
    Erc721,
    Erc1155,
    Native,
    Reputation,
    Role,
    SafeOwners,
    Source,
    ViewCall,
)
from bot.wording.language import Language
from bot.wording.sources.account_age import AccountAgeWording
from bot.wording.sources.allowlist import AllowlistWording
from bot.wording.sources.attestation import AttestationWording
from bot.wording.sources.erc20 import Erc20Wording
from bot.wording.sources.erc20_votes import Erc20VotesWording
from bot.wording.sources.erc721 import Erc721Wording
from bot.wording.sources.erc1155 import Erc1155Wording
from bot.wording.sources.native import NativeWording
from bot.wording.sources.reputation import ReputationWording
from bot.wording.sources.role import RoleWording
from bot.wording.sources.safe_owners import SafeOwnersWording
from bot.wording.sources.source_wording import SourceWording
from bot.wording.sources.view_call import ViewCallWording

_THINGS_SHOWN = 5
_THINGS_ROOM = 1_000
"""Characters: a message holds 2,000, with what else it says."""

SOURCE_WORDING: dict[type[Source], SourceWording] = {
    Erc20: Erc20Wording(),
    Erc20Votes: Erc20VotesWording(),
    Erc721: Erc721Wording(),
    Erc1155: Erc1155Wording(),
    Native: NativeWording(),
    ViewCall: ViewCallWording(),
    SafeOwners: SafeOwnersWording(),
    Attestation: AttestationWording(),
    Allowlist: AllowlistWording(),
    Role: RoleWording(),
    Reputation: ReputationWording(),
    AccountAge: AccountAgeWording(),
}


def how_to_write(kind: str, say: Language) -> str:
    """What a moderator writes for a source of this kind. Raises KeyError for a kind that isn't known."""
    return SOURCE_WORDING[SOURCES[kind]].how_to_write(say)


def source_words(source: AnySource, say: Language) -> str:
    """Where power comes from, as a policy names it."""
    return SOURCE_WORDING[type(source)].in_policy(source, say)


def heading(source: AnySource, say: Language) -> str:
    """What was looked at, with the contract in full where there is one."""
    return SOURCE_WORDING[type(source)].heading(source, say)


def origin(part: Contribution, say: Language) -> str:
    """Where a part of somebody's power comes from, in few words."""
    return SOURCE_WORDING[type(part.source)].origin(part.source, part.wallet, say)


def each_counts(source: AnySource, rule: PowerRule, say: Language) -> str:
    """`each counts 100 VOTE` for what is counted, nothing for amounts."""
    return SOURCE_WORDING[type(source)].each_counts(source, rule, say)


def found_words(source: AnySource, raw: int, say: Language) -> str:
    """What was found of something that is counted, before what it weighs; nothing for amounts."""
    return SOURCE_WORDING[type(source)].found(source, raw, say)


def things_required(sources: Sequence[AnySource], rule: PowerRule, say: Language) -> str:
    """All that a voter must have of these sources, in a row."""
    things = _things(sources, rule, say)
    if (more := len(sources) - len(things)) > 0:
        things.append(say.npgettext("value", "{number} more", "{number} more", more).format(number=more))
    return say.both(things)


def says_all(rule: PowerRule, say: Language) -> bool:
    """Whether what is said of a policy's sources names all that they list, and each that is asked for."""
    return len(_things(rule.gates, rule, say)) == len(rule.gates) and all(
        SOURCE_WORDING[type(source)].shows_all(source) and not (source.gate and source.weight != 1)
        for source in rule.sources
    )


def _things(sources: Sequence[AnySource], rule: PowerRule, say: Language) -> list[str]:
    """The first of them, as many as there is room for: one at least."""
    things: list[str] = []
    for source in sources[:_THINGS_SHOWN]:
        thing = SOURCE_WORDING[type(source)].required(source, rule, say)
        if things and sum(map(len, things)) + len(thing) > _THINGS_ROOM:
            break
        things.append(thing)
    return things
