"""Head count: voted on like a single choice, and each voter counts once."""

from tests.cogs.voting.discord_harness import DiscordHarness
from tests.cogs.voting.mechanisms import ballots, press, vote_by

ASKED = ("For", "Against", "Abstain")
COUNCIL_RULES = {"quorum": {"kind": "headcount", "value": 2, "counts": ["For"]}}


async def test_a_receipt_says_that_each_voter_counts_once(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "headcount", {"ada": 70, "ben": 1}, ASKED, rules=COUNCIL_RULES)
    receipt = await press(dao, "ada", dao.card, "For")
    assert "Each voter counts once" in receipt.text
    assert await ballots(dao, proposal) == {"ada": 1}


async def test_k_of_n_passes_by_heads_whatever_they_hold(dao: DiscordHarness) -> None:
    powers = {"ada": 1, "ben": 1, "cleo": 1000}
    proposal = await vote_by(dao, "headcount", powers, ASKED, rules=COUNCIL_RULES)
    await press(dao, "cleo", dao.card, "Against")
    await press(dao, "ada", dao.card, "For")
    await press(dao, "ben", dao.card, "For")
    await dao.until(lambda: "it would **pass**" in dao.card.text)
    assert "**For** 66.7\u202f% · 2 voters" in dao.card.text
    assert "**Quorum reached**: 2 voters, 2 needed" in dao.card.text
    assert await ballots(dao, proposal) == {"ada": 1, "ben": 1, "cleo": 2}


async def test_a_reaction_is_a_whole_ballot_here(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "headcount", {"ada": 70}, ASKED, rules=COUNCIL_RULES)
    assert "👍 For" in dao.card.text
    await dao["ada"].react(dao.card, "👍")
    await dao.until(lambda: "**For** 100.0\u202f% · 1 voter" in dao.card.text)
    assert await ballots(dao, proposal) == {"ada": 1}
