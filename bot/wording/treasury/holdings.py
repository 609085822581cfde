"""What a treasury holds and what that is worth: dangers first, then the total, then asset by asset."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec

from bot.domain.ids import ChainId
from bot.domain.treasury.valuation import Row
from bot.services.treasury.holdings import Treasury
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.language import Language
from bot.wording.treasury.balance import balance_lines, runway_lines
from bot.wording.treasury.positions.position_wording import symbol_of
from bot.wording.treasury.positions.registry import amount_words
from bot.wording.treasury.prices import dollars, unvalued_words

_NAME = 60
_WHY = 120
_DANGERS = 12
_ROWS = 25
_UNNAMED = 8
_CHARTED = 8


class RowWords(msgspec.Struct, frozen=True):
    """One position."""

    line: str
    bar: str = ""
    """Its share of everything, where it is valued."""


class TreasuryWords(msgspec.Struct, frozen=True):
    """Each part a line or several."""

    title: str
    dangers: tuple[str, ...]
    total: tuple[str, ...]
    balance: tuple[str, ...]
    """How it stands to its target shares, and how long it lasts."""
    rows: tuple[RowWords, ...]
    unnamed: tuple[str, ...]
    """What nobody here has named."""
    foot: tuple[str, ...]


class TreasuryChart(msgspec.Struct, frozen=True):
    """What is drawn: a bar for each asset, the longest first."""

    bars: tuple[tuple[str, Fraction, str], ...]
    """A name, dollars, and both in words."""
    alt: str
    """The chart in words."""


@telling_accounts_apart
def treasury_words(found: Treasury, chains: Mapping[ChainId, str], say: Language) -> TreasuryWords:
    """`chains` are the names of the chains."""
    return TreasuryWords(
        treasury_title(found, say),
        _dangers(found, chains, say),
        total_lines(found, say),
        (*balance_lines(found.balance, say), *runway_lines(found.runway, say)),
        tuple(_rows(found, chains, say)),
        tuple(_unnamed(found, chains, say)),
        _foot(found, chains, say),
    )


def treasury_title(found: Treasury, say: Language) -> str:
    return say._("Treasury of {space}").format(space=say.markup.name(found.space.name, _NAME))


def page_label(say: Language) -> str:
    """The button that leads to the treasury's page in the browser."""
    return say.pgettext("button", "In the browser")


def _dangers(found: Treasury, chains: Mapping[ChainId, str], say: Language) -> tuple[str, ...]:
    lines = [
        say._("⚠️ **{chain} can't be read now**: what is there is in no total. {why}").format(
            chain=say.markup.name(chains.get(chain, str(chain)), _NAME),
            why=say.markup.code(why[:_WHY])
            if why
            else say._("The bot's operator has taken that chain away."),
        )
        for chain, why in found.silent.items()
    ]
    lines += [
        say.ngettext(
            "⚠️ **{symbol}{place} can't be read** of {number} account: what it has is in no total.",
            "⚠️ **{symbol}{place} can't be read** of {number} accounts: what they have is in no total.",
            len(row.unread),
        ).format(symbol=symbol_of(row, say), place=_place(row, found, chains, say), number=len(row.unread))
        for row in found.valuation.unread
    ]
    lines += [
        say._("⚠️ **{amount}{place} are in no total**: {why}.").format(
            amount=amount_words(row, say),
            place=_place(row, found, chains, say),
            why=unvalued_words(row.unvalued, say),
        )
        for row in found.valuation.unvalued
        if row.listed and row.unvalued is not None
    ]
    if found.left_out:
        lines.append(
            say.ngettext(
                "⚠️ {number} more account is not looked into: there are too many.",
                "⚠️ {number} more accounts are not looked into: there are too many.",
                found.left_out,
            ).format(number=say.number(found.left_out))
        )
    if len(lines) > _DANGERS:
        lines[_DANGERS:] = [say.and_more(len(lines) - _DANGERS)]
    return tuple(lines)


def total_lines(found: Treasury, say: Language) -> tuple[str, ...]:
    """What all that could be read and valued is worth."""
    worth = dollars(found.valuation.total, say)
    if not found.accounts and not found.silent:
        return (
            say._(
                "No track of this server pays out of an account yet: a policy names one (`/gov setup`, `/gov policy`)."
            ),
        )
    if _is_complete(found):
        return (say._("**{dollars}** in all").format(dollars=worth),)
    return (say._("**{dollars}**, as far as it could be read and valued").format(dollars=worth),)


def _is_complete(found: Treasury) -> bool:
    listed = any(row.listed for row in found.valuation.unvalued)
    return not (found.silent or found.valuation.unread or listed or found.left_out)


def _rows(found: Treasury, chains: Mapping[ChainId, str], say: Language) -> Iterator[RowWords]:
    """What is valued, with its share, and then what is only counted."""
    valued = [row for row in found.valuation.rows if row.value is not None]
    shares = say.shares([row.value or 0 for row in valued])
    total = found.valuation.total
    for row, share in zip(valued[:_ROWS], shares, strict=False):
        value = row.value or Fraction(0)
        line = say._("**{amount}**{place} · {dollars} · {share}").format(
            amount=amount_words(row, say),
            place=_place(row, found, chains, say),
            dollars=dollars(value, say),
            share=share,
        )
        yield RowWords(line, say.markup.bar(value, total) if total else "")
    if (more := len(valued) - _ROWS) > 0:
        yield RowWords(say.and_more(more))
    counted = [
        row
        for row in found.valuation.rows
        if row.value is None and row.unvalued is None and row.listed and row.amount
    ]
    for row in counted[:_ROWS]:
        yield RowWords(
            say._("**{amount}**{place}").format(
                amount=amount_words(row, say), place=_place(row, found, chains, say)
            )
        )
    if (more := len(counted) - _ROWS) > 0:
        yield RowWords(say.and_more(more))


def _unnamed(found: Treasury, chains: Mapping[ChainId, str], say: Language) -> list[str]:
    """What nobody here has named: by its address, and with what it calls itself as its own words."""
    rows = [row for row in found.valuation.rows if not row.listed and row.amount]
    if not rows and not found.unseen:
        return []
    lines = [
        say._(
            "**Not named by this server**, and in no total (anybody can send a token, and call it anything):"
        )
    ]
    for row in rows[:_UNNAMED]:
        near = say.on_chain(row.position.chain, short=True)
        contract = row.position.asset.contract
        account = "" if contract is None else near.markup.account(contract)
        words = (
            say._("• {account}{place}, which calls itself {symbol}")
            if row.symbol
            else say._("• {account}{place}")
        )
        lines.append(
            words.format(
                account=account,
                place=_place(row, found, chains, say),
                symbol=say.markup.code(row.symbol),
            )
        )
    if (more := len(rows) - _UNNAMED + found.unseen) > 0:
        lines.append(say.and_more(more))
    return lines


def _place(row: Row, found: Treasury, chains: Mapping[ChainId, str], say: Language) -> str:
    """On which chain it is, where there are several."""
    if len({chain for chain, _ in found.accounts}) < 2:
        return ""
    name = say.markup.name(chains.get(row.position.chain, str(row.position.chain)), _NAME)
    return say.pgettext("value", " on {chain}").format(chain=name)


def _foot(found: Treasury, chains: Mapping[ChainId, str], say: Language) -> tuple[str, ...]:
    lines = []
    for chain, block in found.valuation.blocks.items():
        accounts = [account for each, account in found.accounts if each == chain]
        near = say.on_chain(chain, short=True)
        lines.append(
            say.markup.small(
                say._("{chain}: {accounts}, at block {block} ({when})").format(
                    chain=say.markup.name(chains.get(chain, str(chain)), _NAME),
                    accounts=say.both([near.markup.account(each) for each in accounts[:_UNNAMED]]),
                    block=say.number(block.number),
                    when=say.when(block.time),
                )
            )
        )
    return tuple(lines)


def treasury_chart(found: Treasury, say: Language) -> TreasuryChart | None:
    """None where nothing is valued."""
    plain = say.plain()
    valued = [row for row in found.valuation.rows if row.value]
    if not valued:
        return None
    bars = [
        _bar(plain.markup.name(row.symbol, 16), row.value or Fraction(0), plain) for row in valued[:_CHARTED]
    ]
    rest = sum((row.value or Fraction(0) for row in valued[_CHARTED:]), Fraction(0))
    if rest:
        bars.append(_bar(say.pgettext("chart", "others"), rest, plain))
    return TreasuryChart(tuple(bars), _alt(bars, plain))


def _bar(name: str, value: Fraction, say: Language) -> tuple[str, Fraction, str]:
    return name, value, dollars(value, say)


def _alt(bars: Sequence[tuple[str, Fraction, str]], say: Language) -> str:
    listed = say.both(
        [
            say.pgettext("chart", "{name} {dollars}").format(name=name, dollars=worth)
            for name, _, worth in bars
        ]
    )
    return say._("What the treasury holds, by value: {assets}.").format(assets=listed)
