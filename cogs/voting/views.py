"""A vote as one member finds it apart from the card."""

from discord import ui

from bot.domain.choices import describe
from bot.services.voting.own_ballots import OpenBallot
from bot.wording.choices import ballot_words
from bot.wording.text import title_of
from cogs.components.ballots.registry import vote_rows
from cogs.components.language import ENGLISH


def ballot_view(ballot: OpenBallot, ends: str) -> ui.LayoutView:
    """What the card offers, and what the member has chosen so far. `ends` says when the vote ends."""
    proposal, mine = ballot.proposal, ballot.choice
    view = ui.LayoutView(timeout=None)
    lines = [f"**{title_of(proposal.content.title)}**", f"-# Proposal {proposal.id} · {ends}"]
    if mine is not None:
        lines.append(f"Your vote now: **{ballot_words(describe(proposal.rules, mine), ENGLISH)}**")
    view.add_item(ui.TextDisplay("\n".join(lines)))
    for row in vote_rows(proposal.id, proposal.rules, mine):
        view.add_item(row)
    view.stop()
    return view
