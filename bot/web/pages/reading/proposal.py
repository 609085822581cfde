"""The page of a proposal."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.domain.ids import ProposalId
from bot.domain.proposals.progress import ProgressReport
from bot.services.proposals.cards import Card
from bot.web.page import Page, Preview, Route, Visit, number_of
from bot.web.rendering.formatted_text import formatted
from bot.wording.assistance.digests import digest_words
from bot.wording.markup.links import channel_url, message_url
from bot.wording.pages.reading.proposal import proposal_words
from bot.wording.proposals.lifecycle.progress import report_line, reports_heading


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number = ProposalId(number_of(path["proposal"]))
    await visit.services.page_access.of_proposal(number, visit.viewer)

    async def values() -> dict[str, Any]:
        card = await visit.services.cards.card(number)
        digest = await visit.services.thread_digests.of(card.space.guild, number)
        there = await visit.services.statement_results.there_are(number)
        values = _values(card, await visit.services.progress.of(number), visit, statements=there)
        return {**values, "digest": digest_words(digest, card.space.guild, visit.say)}

    return await visit.show_to_all("proposal.html", values)


def _values(
    card: Card, reports: Sequence[ProgressReport], visit: Visit, *, statements: bool
) -> dict[str, Any]:
    words = proposal_words(card, visit.say)
    here = f"/proposals/{card.proposal.id}"
    return {
        "words": words,
        "here": here,
        "space": f"/spaces/{card.space.id}",
        "text": formatted(card.proposal.content.text),
        "reports_head": reports_heading(visit.say),
        "reports": [(report_line(each, visit.say), _report(each)) for each in reports],
        "voters": has_voters(card),
        "statements": statements,
        "claims": f"/proposals/{vote}/claims" if (vote := claimed_for(card)) else None,
        "record": card.proposal.closing is not None,
        "thread": channel_url(card.space.guild, card.thread.channel) if card.thread else None,
        "card": message_url(card.space.guild, card.card.channel, card.card.message) if card.card else None,
        "preview": Preview(words.plain_title, words.one_line, visit.parts.site.origin + here),
    }


def _report(report: ProgressReport) -> Markup:
    return formatted(f"{report.text}\n\n<{report.link}>" if report.link else report.text)


def has_voters(card: Card) -> bool:
    """Whether there are ballots that may be seen."""
    return card.proposal.opening is not None and not card.hidden and not card.proposal.rules.open_ended


def claimed_for(card: Card) -> ProposalId | None:
    """The vote whose rewards are claimed, of itself and of what pays them; None where none are."""
    rule = card.proposal.rules.voter_rewards
    if rule is None or rule.distributor is None:
        return None
    if card.pays_for is not None:
        return card.pays_for.proposal
    return card.proposal.id if card.payout is not None else None


PROPOSAL = Page("proposal", (Route("GET", "/proposals/{proposal}", _show),))
