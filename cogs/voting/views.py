"""A vote as one member finds it apart from the card."""

from datetime import datetime

from discord import ui

from bot.services.voting.casting.own_ballots import OpenBallot
from bot.wording.language import Language
from bot.wording.voting.own_votes import open_vote_lines
from cogs.components.ballots.registry import vote_rows


def ballot_view(ballot: OpenBallot, ends: datetime, say: Language) -> ui.LayoutView:
    """What the card offers, and what the member has chosen so far."""
    proposal, mine = ballot.proposal, ballot.choice
    view = ui.LayoutView(timeout=None)
    lines = open_vote_lines(proposal, ends, mine, say)
    view.add_item(ui.TextDisplay("\n".join(lines)))
    for row in vote_rows(proposal.id, proposal.rules, say, mine):
        view.add_item(row)
    view.stop()
    return view
