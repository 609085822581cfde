"""What a treasury looks at, and what was changed in that."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from bot.domain.ids import ChainId
from bot.domain.treasury.positions.of_contract import ContractPosition
from bot.domain.treasury.settings import TreasurySettings, Watched
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.language import Language
from bot.wording.treasury.balance import rules_line
from bot.wording.treasury.positions.registry import POSITION_WORDING

_NAME = 60
_DESCRIPTION = 64


@telling_accounts_apart
def watched_lines(made: Watched, description: str, chains: Mapping[ChainId, str], say: Language) -> list[str]:
    """What is looked at from now on; `description` is what the feed says of itself."""
    lines = [say._("✅ The treasury looks at this from now on:"), _entry(made, chains, say)]
    if made.feed is not None:
        lines.append(
            say._("The feed calls itself {description}: is that the price of {symbol}?").format(
                description=say.markup.code(description[:_DESCRIPTION]),
                symbol=say.markup.name(made.symbol, _NAME),
            )
        )
    elif made.position.priced:
        lines.append(say._("It is counted, and in no total: no price feed is named for it."))
    return lines


@telling_accounts_apart
def forgotten_lines(gone: Sequence[Watched], chains: Mapping[ChainId, str], say: Language) -> list[str]:
    return [
        say._("✅ The treasury doesn't look at this any more:"),
        *(_entry(each, chains, say) for each in gone),
    ]


@telling_accounts_apart
def settings_lines(settings: TreasurySettings, chains: Mapping[ChainId, str], say: Language) -> list[str]:
    if not settings.watched:
        return [
            say._(
                "The treasury looks at the coins of its chains, and at tokens of your policies and address book. "
                "Moderators name more, and price feeds, with `/gov treasury watch`."
            )
        ]
    return [
        say._("**What the treasury looks at**, beside coins and the tokens of policies and the address book"),
        *(_entry(each, chains, say) for each in settings.watched),
        *targets_lines(settings, say),
    ]


def targets_lines(settings: TreasurySettings, say: Language) -> list[str]:
    """The shares that it is to have; nothing where it has none."""
    if settings.targets is None:
        return []
    named = [(settings.of(each.position), Fraction(each.share)) for each in settings.targets.shares]
    return [
        say._("**Target shares**: {shares}").format(
            shares=say.both(
                [
                    say._("{symbol} {share}").format(
                        symbol=say.markup.name(watched.symbol, _NAME), share=say.share(share)
                    )
                    for watched, share in named
                    if watched is not None
                ]
            )
        ),
        rules_line(settings.targets, say),
    ]


def targeted_lines(settings: TreasurySettings, say: Language) -> list[str]:
    """What was set just now."""
    return [
        say._("✅ The treasury is held to these shares from now on:"),
        *targets_lines(settings, say),
        say._(
            "`/treasury show` says how it stands to them, and members are told when it is to be rebalanced."
        ),
    ]


def untargeted_lines(say: Language) -> list[str]:
    return [say._("✅ The treasury has no target shares.")]


def _entry(watched: Watched, chains: Mapping[ChainId, str], say: Language) -> str:
    position = watched.position
    near = say.on_chain(position.chain, short=True)
    line = say._("• **{symbol}**: {kind} on {chain}").format(
        symbol=say.markup.name(watched.symbol, _NAME),
        kind=POSITION_WORDING[position.kind].name(say),
        chain=say.markup.name(chains.get(position.chain, str(position.chain)), _NAME),
    )
    if isinstance(position, ContractPosition):
        line = say._("{entry}, {account}").format(entry=line, account=near.markup.account(position.contract))
    if watched.feed is None:
        return line
    return say._("{entry}; priced by {feed}, renewed at least every {heartbeat}").format(
        entry=line,
        feed=near.markup.account(watched.feed.contract),
        heartbeat=say.duration(watched.feed.heartbeat),
    )
