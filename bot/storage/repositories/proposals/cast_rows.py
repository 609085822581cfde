"""Between votes that are cast elsewhere and their rows (see proposal_rows.py)."""

import msgspec

from bot.domain.ids import Address, ChainId
from bot.domain.metagovernance.casting import CastTerms, ForeignProposal


class _ForeignRow(msgspec.Struct, array_like=True):
    chain: int
    governor: str
    id: str
    title: str


class _TermsRow(msgspec.Struct, array_like=True):
    voter: str
    votes: str
    snapshot: int
    ends: int
    link: str
    symbol: str
    decimals: int


_foreign = msgspec.json.Decoder(_ForeignRow)
_terms = msgspec.json.Decoder(_TermsRow)


def foreign_text(foreign: ForeignProposal | None) -> str | None:
    if foreign is None:
        return None
    row = _ForeignRow(foreign.chain, foreign.governor, foreign.id, foreign.title)
    return msgspec.json.encode(row).decode()


def foreign_of(text: str | None) -> ForeignProposal | None:
    """Raises msgspec.DecodeError for what no version of this program wrote."""
    if text is None:
        return None
    row = _foreign.decode(text)
    return ForeignProposal(ChainId(row.chain), Address(row.governor), row.id, row.title)


def cast_terms_text(terms: CastTerms | None) -> str | None:
    if terms is None:
        return None
    row = _TermsRow(
        terms.voter, str(terms.votes), terms.snapshot, terms.ends, terms.link, terms.symbol, terms.decimals
    )
    return msgspec.json.encode(row).decode()


def cast_terms_of(text: str | None) -> CastTerms | None:
    """Raises msgspec.DecodeError for what no version of this program wrote."""
    if text is None:
        return None
    row = _terms.decode(text)
    return CastTerms(
        Address(row.voter), int(row.votes), row.snapshot, row.ends, row.link, row.symbol, row.decimals
    )
