"""Head count: voted on like a single choice, and each voter counts once."""

from tests.cogs.voting.mechanisms import ballots, press, vote_by
from tests.cogs.voting.moot import Moot

ASKED = ("For", "Against", "Abstain")
COUNCIL_RULES = {"quorum": {"kind": "headcount", "value": 2, "counts": ["For"]}}


async def test_a_receipt_says_that_each_voter_counts_once(moot: Moot) -> None:
    proposal = await vote_by(moot, "headcount", {"ada": 70, "ben": 1}, ASKED, rules=COUNCIL_RULES)
    receipt = await press(moot, "ada", moot.card, "For")
    assert "Each voter counts once" in receipt.text
    assert await ballots(moot, proposal) == {"ada": 1}


async def test_k_of_n_passes_by_heads_whatever_they_hold(moot: Moot) -> None:
    powers = {"ada": 1, "ben": 1, "cleo": 1000}
    proposal = await vote_by(moot, "headcount", powers, ASKED, rules=COUNCIL_RULES)
    await press(moot, "cleo", moot.card, "Against")
    await press(moot, "ada", moot.card, "For")
    await press(moot, "ben", moot.card, "For")
    await moot.until(lambda: "it would **pass**" in moot.card.text)
    assert "**For** 66.6\u2009% · 2 voters" in moot.card.text
    assert "**Quorum reached**: 2 voters, 2 needed" in moot.card.text
    assert await ballots(moot, proposal) == {"ada": 1, "ben": 1, "cleo": 2}


async def test_a_reaction_is_a_whole_ballot_here(moot: Moot) -> None:
    proposal = await vote_by(moot, "headcount", {"ada": 70}, ASKED, rules=COUNCIL_RULES)
    assert "👍 For" in moot.card.text
    await moot["ada"].react(moot.card, "👍")
    await moot.until(lambda: "**For** 100.0\u2009% · 1 voter" in moot.card.text)
    assert await ballots(moot, proposal) == {"ada": 1}
