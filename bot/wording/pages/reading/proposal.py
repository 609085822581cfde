"""The page of a proposal: everything that its card shows, in full."""

from datetime import UTC, datetime

import msgspec

from bot.services.proposals.cards import Card
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.calls import calls_lines
from bot.wording.actions.listing import linked
from bot.wording.actions.simulation import trial_lines
from bot.wording.assistance.summaries import in_short, summary_lines
from bot.wording.conviction.conviction_charts import ConvictionChart, chart_of
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import Language
from bot.wording.pages.reading.timeline import Happened, timeline
from bot.wording.proposals.cards.cards import count_lines, deeds_head, frozen_line
from bot.wording.proposals.cards.details import dangers_of, deeds_of
from bot.wording.proposals.drafts.coauthors import coauthors_lines
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from bot.wording.voting.rounds import round_lines, round_tables
from bot.wording.voting.scores import exact_lines

_NAME = 100
_TRACK = 40


class ProposalWords(msgspec.Struct, frozen=True):
    title: str
    plain_title: str
    below: str
    space: str
    dangers: tuple[str, ...]
    state: tuple[str, ...]
    count_head: str
    count: tuple[str, ...]
    chart: ConvictionChart | None
    """Of conviction, while members stake."""
    chart_since: str
    chart_until: str
    exact_head: str
    exact: tuple[str, ...]
    """All digits, and the rounds of a count that has some."""
    summary_head: str
    summary: tuple[str, ...]
    """What a machine made of the text, marked as that; empty where nothing was made."""
    deeds_head: str
    deeds: tuple[str, ...]
    simulation: tuple[str, ...]
    """Whether the actions would be made, and what changes by them."""
    calls_head: str
    calls: tuple[str, ...]
    text_head: str
    no_text: str
    rules_head: str
    rules: tuple[str, ...]
    timeline_head: str
    timeline: tuple[Happened, ...]
    voters: str
    statements: str
    claim: str
    record: str
    record_hash: str
    discuss: str
    vote: str
    one_line: str
    """Where it stands, for a preview of a link; without marks."""


@telling_accounts_apart
def proposal_words(card: Card, say: Language) -> ProposalWords:
    """Nothing in it says anything of a count that is hidden."""
    proposal, result = card.proposal, card.result
    rules = proposal.rules
    exact: list[str] = []
    if result is not None:
        exact += exact_lines(rules, result, say)
        exact += [*round_lines(rules, result, say), *round_tables(rules, result, say)]
    near = linked(card.actions, say) if card.actions else say
    frozen = [frozen_line(proposal.opening, say)] if proposal.opening else []
    closing = proposal.closing
    chart = chart_of(card.staked, say) if card.staked else None
    return ProposalWords(
        title=say.title(proposal.content.title),
        plain_title=say.plain().title(proposal.content.title),
        below=_below(card, say),
        space=say.markup.name(card.space.name, _NAME),
        dangers=tuple(dangers_of(card, near)),
        state=tuple(state_lines(card, say)),
        count_head=say._("How the vote stands") if closing is None else say._("How the vote ended"),
        count=tuple(count_lines(card, say)),
        chart=chart,
        chart_since=_moment(chart.past[0][0], say) if chart else "",
        chart_until=_moment(chart.ahead[-1][0], say) if chart else "",
        exact_head=say._("The exact count"),
        exact=tuple(exact),
        summary_head=in_short(say),
        summary=tuple(summary_lines(card.summary, say)) if card.summary else (),
        deeds_head=deeds_head(card, say) if card.actions else say._("**If it passes**"),
        deeds=_deeds(card, near),
        simulation=_simulation(card, near),
        calls_head=say._("The calls, letter by letter"),
        calls=tuple(calls_lines(card.actions, near)),
        text_head=say._("What is proposed"),
        no_text=say._("(no text)"),
        rules_head=say._("The rules of this vote"),
        rules=(*policy_lines(rules, say), *frozen),
        timeline_head=say._("What has happened"),
        timeline=tuple(timeline(card, say)),
        voters=say._("Who voted"),
        statements=say._("Statements"),
        claim=say._("Rewards for voting"),
        record=say._("Download the record"),
        record_hash=say._("Record (SHA-256): {hash}").format(hash=say.markup.code(closing.record_hash))
        if closing
        else "",
        discuss=say.pgettext("button", "Discuss"),
        vote=say.pgettext("button", "Open in Discord"),
        one_line=preview_line(card, say),
    )


def _below(card: Card, say: Language) -> str:
    """Whose it is, on which track."""
    number, track = card.proposal.number, say.markup.name(card.track.name, _TRACK)
    if card.pays_for:
        return say._("Proposal {number} · track {track} · voter rewards").format(number=number, track=track)
    member = say.markup.member(card.proposal.author)
    below = say._("Proposal {number} · track {track} · by {member}").format(
        number=number, track=track, member=member
    )
    return "\n".join([below, *coauthors_lines(card.proposal, say)])


def preview_line(card: Card, say: Language) -> str:
    """One line of where it stands, without marks: what programs show that preview links."""
    return next(iter(state_lines(card, say.plain())), "")


def _moment(second: int, say: Language) -> str:
    return say.moment(datetime.fromtimestamp(second, UTC))


def _deeds(card: Card, say: Language) -> tuple[str, ...]:
    """Everything that it brings, one after the other."""
    return tuple(deeds_of(card, say)) or (say._("Nothing is executed: the proposal only decides."),)


def _simulation(card: Card, say: Language) -> tuple[str, ...]:
    return tuple(trial_lines(card.trials, say))
