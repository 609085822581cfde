"""The page on which one chooses how to vote on a mirrored contract, from a wallet of one's own."""

import msgspec

from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.ids import Address, ChainId
from bot.domain.metagovernance.casting import Side
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.services.mirrors.chain_voting import LONGEST_REASON, ChainVote, VotingWallet
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.simulation import simulation_line, simulation_lines
from bot.wording.execution.governor_stages import votes_line
from bot.wording.language import Language
from bot.wording.metagovernance import not_cast_words
from bot.wording.mirrors.cards import calls_of, dangers_of, on_page
from bot.wording.pages.signing.chain_proposal import (
    NAME,
    calls_heading,
    side_words,
    titled,
    votes_of,
)
from bot.wording.pages.wallets.link import link_lines


class WalletLine(msgspec.Struct, frozen=True):
    value: str
    line: str
    usable: bool
    chosen: bool


class ChainFormWords(msgspec.Struct, frozen=True):
    """What is chosen."""

    legend: str
    sides: tuple[tuple[int, str], ...]
    reason: str
    reason_hint: str
    longest: int
    wallets_legend: str
    wallets: tuple[WalletLine, ...]
    next: str


class ChainVotePage(msgspec.Struct, frozen=True):
    title: str
    warnings: tuple[str, ...]
    states: tuple[str, ...]
    deeds_heading: str
    deeds: tuple[str, ...]
    changes_heading: str
    """Empty where nothing was tried out."""
    changes: tuple[str, ...]
    form: ChainFormWords | None
    """None where no wallet of the reader's can vote now."""
    here_heading: str
    """Empty where nobody decides here how votes are cast there."""
    here: tuple[str, ...]
    text_heading: str
    text: str


@telling_accounts_apart
def chain_vote_page(found: ChainVote, say: Language) -> ChainVotePage:
    card, simulation = found.card, found.simulation
    near = say.on_chain(card.mirror.chain)
    return ChainVotePage(
        title=say._("Vote on chain, in {governor}: {title}").format(
            governor=say.markup.name(card.mirror.rules.name, NAME), title=titled(card, say)
        ),
        warnings=tuple(_warnings(found, near)),
        states=tuple(_states(found, near)),
        deeds_heading=calls_heading(say),
        deeds=on_page(calls_of(card, near), near),
        changes_heading="" if simulation is None else say._("What it would do now"),
        changes=()
        if simulation is None
        else tuple(simulation_lines(simulation, card.actions[0].native, near)),
        form=_form(found, near),
        here_heading=say._("Decide here") if found.decided_on else "",
        here=tuple(_decide_here(found, say)),
        text_heading=say._("What its proposer says of it"),
        text=card.proposal.words or say._("(no text)"),
    )


def _warnings(found: ChainVote, near: Language) -> list[str]:
    """What the card says first, and that it would fail."""
    dangers = dangers_of(found.card, near)
    if found.simulation is None or not found.simulation.fails:
        return dangers
    return [*dangers, simulation_line(found.simulation, near)]


def _states(found: ChainVote, near: Language) -> list[str]:
    vote, lines = found.vote, []
    if (closed := _closed(vote)) is not None:
        lines.append(near.markup.strong(not_cast_words(closed, near)[0]))
    elif vote.ends_at is not None:
        lines.append(near._("It takes votes until about {moment}.").format(moment=near.moment(vote.ends_at)))
    lines += votes_line(vote.stage, vote.rules, near)
    lines.append(
        near._("Governor {account} on chain {chain}, as of block {number}").format(
            account=near.markup.account(found.card.mirror.address),
            chain=found.card.mirror.chain,
            number=near.number(vote.at.number),
        )
    )
    if not found.wallets:
        lines.append(
            near._("**You have linked no wallet.** Link one with `/wallet link` in Discord, and come back.")
        )
    elif closed is None and not any(each.why_not is None for each in found.wallets):
        lines.append(near._("**None of your wallets can vote there now.**"))
        lines += [_wallet_line(each, near) for each in found.wallets]
    return lines


def _closed(vote: ForeignVote) -> NotCast | None:
    """Why nobody can vote there now."""
    why = vote.why_not("whole")
    return why if why in (NotCast.UNKNOWN, NotCast.OVER, NotCast.NOT_BEGUN) else None


def _form(found: ChainVote, near: Language) -> ChainFormWords | None:
    usable = [each for each in found.wallets if each.why_not is None]
    if not usable:
        return None
    hint = near.ngettext(
        "At most {number} character. Everybody can read it on chain, for good.",
        "At most {number} characters. Everybody can read it on chain, for good.",
        LONGEST_REASON,
    )
    return ChainFormWords(
        legend=near._("Your vote"),
        sides=tuple((int(side), side_words(side, near)) for side in (Side.FOR, Side.AGAINST, Side.ABSTAIN)),
        reason=near._("Reason (optional)"),
        reason_hint=hint.format(number=near.number(LONGEST_REASON)),
        longest=LONGEST_REASON,
        wallets_legend=near._("Which wallet votes?"),
        wallets=tuple(
            WalletLine(each.address, _wallet_line(each, near), each.why_not is None, each is usable[0])
            for each in found.wallets
        ),
        next=near._("Show me the transaction"),
    )


def _wallet_line(wallet: VotingWallet, near: Language) -> str:
    account, why = near.markup.account(wallet.address), wallet.why_not
    if why is NotCast.VOTED:
        return near._("{account}: {votes}, ✅ has voted").format(
            account=account, votes=votes_of(wallet, near)
        )
    if why is NotCast.NO_VOTES:
        return near._(
            "{account}: no votes here. What counts had to be delegated before the vote there began."
        ).format(account=account)
    if why is not None:
        return near._("{account}: {why}").format(account=account, why=not_cast_words(why, near)[0])
    return near._("{account}: {votes}, hasn't voted").format(account=account, votes=votes_of(wallet, near))


def _decide_here(found: ChainVote, say: Language) -> list[str]:
    if not found.decided_on:
        return []
    tracks = say.both([say.markup.strong(say.markup.name(each, NAME)) for each in found.decided_on])
    return [
        say._(
            "To decide together how this server's own votes are cast there, use `/propose` in Discord (track {tracks}) "
            "with this as its only action:"
        ).format(tracks=tracks),
        say.markup.code(found.line),
    ]


def chain_vote_offer_lines(
    governor: Address, name: str, chain: ChainId, url: str, say: Language
) -> list[str]:
    """What Discord says above the button that leads to this address."""
    return [
        say._(
            "**Vote on chain, in {name}** ({account}): log in with Discord on the page, read what its calls do, and "
            "vote from your own wallet. Nobody can take a vote there back."
        ).format(name=say.markup.name(name, NAME), account=say.on_chain(chain).markup.account(governor)),
        *link_lines(url, say),
    ]
