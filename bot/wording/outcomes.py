"""The result of a vote in words."""

from fractions import Fraction

from bot.domain.proposal import Closing
from bot.domain.quantities import percent
from bot.services.proposals.cards import Card
from bot.wording.counts import count_of_closing
from bot.wording.delegated_power import delegated_power_notes
from bot.wording.discord_markup import DISCORD
from bot.wording.executors.registry import words_of
from bot.wording.language import language
from bot.wording.reputation import NEXT, only_gives
from bot.wording.results import outcome_sentence, power_text, quorum_lines
from bot.wording.scores import totals
from bot.wording.stages import stage_lines
from bot.wording.stakes import stakes_result
from bot.wording.text import escape, fitted, moment

_ROOM = 1850


def result_text(card: Card, closing: Closing, note: str) -> str:
    """Outcome and why, totals, turnout, what comes next, and the record's hash; within a plain message."""
    proposal, policy = card.proposal, card.proposal.rules
    if policy.open_ended:
        return stakes_result(card, closing, note)
    count = count_of_closing(closing)
    head = [
        f"## Result: {escape(proposal.content.title, 100)}",
        f"-# Proposal {proposal.id}",
        outcome_sentence(policy, count),
        *_end(card),
    ]
    foot = [
        _turnout(card, closing),
        *delegated_power_notes(card.delegated_power, policy.power),
        _next(card),
        f"Record (SHA-256): `{closing.record_hash}`",
        note,
    ]
    ending = "\n".join(line for line in foot if line)
    numbers = [*quorum_lines(policy, count, final=True), *totals(policy, count)]
    beginning = "\n".join(head)
    room = _ROOM - len(beginning) - len(ending)
    return f"{beginning}\n{fitted(numbers, room, '… {more} more in the record')}\n{ending}"


def _end(card: Card) -> list[str]:
    """What moved the end of the vote."""
    proposal = card.proposal
    if proposal.decided_at:
        return [f"It ended early, {moment(proposal.decided_at)}: nothing could change its outcome any more."]
    times = len(proposal.extensions)
    return [f"It was extended {times} time{'s' if times > 1 else ''}, after late swings."] if times else []


def _turnout(card: Card, closing: Closing) -> str:
    opening, cast = card.proposal.opening, int(closing.result["cast_power"])
    voters = int(closing.result["voters"])
    people = f"{voters} member{'s' if voters != 1 else ''} voted with {power_text(cast, card.proposal.rules.power)}"
    if opening is None or not opening.total_power:
        return f"**Turnout**: {people}"
    share = percent(Fraction(cast), opening.total_power)
    return f"**Turnout**: {people}, {share} of all power at the snapshot"


def _next(card: Card) -> str:
    proposal = card.proposal
    closing, ends = proposal.closing, proposal.timelock_ends_at
    if closing is None or not closing.passed:
        return "Nothing is executed."
    if proposal.rules.next_track is not None:
        return "\n".join(f"**Next**: {line}" for line in stage_lines(card))
    if ends and only_gives(proposal):
        return f"**Next**: guardians may veto until {moment(ends)}; then {NEXT}."
    executor = proposal.rules.executor
    if ends is None or executor is None or not proposal.content.actions:
        return "There is nothing to execute."
    return words_of(executor.kind).then_requested(ends, language(markup=DISCORD))
