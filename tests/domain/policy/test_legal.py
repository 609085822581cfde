"""What the law asks, counted beside a policy's own rules: by random elections, and by a second, naive count."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.canonical import canonical_json
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import encode
from bot.domain.elections.tally import tally
from bot.domain.policy.legal import LegalRule, with_legal_quorums
from bot.domain.rules.outcome import Rules
from tests.domain.counting.test_counting_properties import having
from tests.naive.compare import difference
from tests.naive.generate import election

SHARES = st.fractions(0, 1, max_denominator=20).map(lambda share: f"{share.numerator}/{share.denominator}")


def as_document(found: Any) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.json.decode(encode(found))
    return document


@given(
    st.integers(0, 10**6).map(election).filter(lambda each: "rules" in each),
    SHARES,
    st.integers(1, 6),
    st.integers(0, 80),
)
def test_the_law_takes_away_what_lacks_its_quorums_and_adds_nothing(
    document: dict[str, Any], share: str, voters: int, bits: int
) -> None:
    total = 2**bits
    electorate = {**document.get("electorate", {}), "total_power": str(total)}
    before = decode(canonical_json({**document, "electorate": electorate}))
    law = LegalRule(quorum=share, voters=voters)
    asked = having(before, rules=with_legal_quorums(before.rules or Rules(), law))
    first, then = tally(before).outcome, tally(asked).outcome
    assert first is not None
    assert then is not None
    power, heads = then.quorums[-2:]
    enough = power.power >= Fraction(share) * total and heads.power >= voters
    assert then.passed == (first.passed and enough)
    assert difference(as_document(asked)) is None
