"""The page of a treasury: what it says in Discord, and a way back."""

from collections.abc import Mapping

import msgspec

from bot.domain.ids import ChainId
from bot.services.treasury.holdings import Treasury
from bot.wording.language import Language
from bot.wording.treasury.holdings import RowWords, treasury_title, treasury_words


class TreasuryPageWords(msgspec.Struct, frozen=True):
    title: str
    plain_title: str
    dangers: tuple[str, ...]
    total: tuple[str, ...]
    balance: tuple[str, ...]
    rows: tuple[RowWords, ...]
    unnamed: tuple[str, ...]
    foot: tuple[str, ...]
    back: str


def treasury_page_words(found: Treasury, chains: Mapping[ChainId, str], say: Language) -> TreasuryPageWords:
    """`chains` are the names of the chains."""
    words = treasury_words(found, chains, say)
    return TreasuryPageWords(
        words.title,
        treasury_title(found, say.plain()),
        words.dangers,
        words.total,
        words.balance,
        words.rows,
        words.unnamed,
        words.foot,
        say._("Back to the votes"),
    )
