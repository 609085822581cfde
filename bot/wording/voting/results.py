"""The result of a vote in words."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.elections.tally import decode_result
from bot.domain.policy.rules import rules_of
from bot.domain.proposals.facts import Closing
from bot.domain.proposals.proposal import Proposal
from bot.services.proposals.cards import Card
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.amounts import power_text
from bot.wording.chains import on_its_chain
from bot.wording.conviction.stakes import stakes_passed, stakes_score
from bot.wording.councils import elected_lines
from bot.wording.delegation.delegated_power import delegated_power_notes
from bot.wording.executors.registry import words_of
from bot.wording.language import Language
from bot.wording.markup.plain_text import fitted
from bot.wording.metagovernance import cast_lines
from bot.wording.proposals.lifecycle.stages import stage_lines
from bot.wording.voting.quorums import quorum_lines
from bot.wording.voting.scores import totals
from bot.wording.voting.verdicts import outcome_sentence

_ROOM = 1850


@telling_accounts_apart
def result_text(card: Card, closing: Closing, note: str, say: Language) -> str:
    """Outcome and why, totals, turnout, what comes next, and the record's hash; within a plain message."""
    if card.proposal.rules.open_ended:
        return _of_stakes(card, closing, note, say)
    policy = card.proposal.rules
    result = decode_result(closing.result, rules_of(policy))
    beginning = "\n".join(
        [
            *_head(card, say),
            outcome_sentence(policy, result, say),
            *cast_lines(card.proposal, say),
            *elected_lines(card.proposal, say),
            *_end(card, say),
        ]
    )
    ending = _lines(
        [
            turnout_line(card, result.voters, result.cast_power, say),
            *delegated_power_notes(card.delegated_power, policy.power, say),
            _next(card, say),
            _record(closing, say),
            _page(card, say),
            note,
        ]
    )
    numbers = [*quorum_lines(policy, result, say, final=True), *totals(policy, result, say)]
    room = _ROOM - len(beginning) - len(ending)
    return f"{beginning}\n{fitted(numbers, room, lambda more: _more(more, say))}\n{ending}"


def _of_stakes(card: Card, closing: Closing, note: str, say: Language) -> str:
    """The result of a proposal that passed by conviction."""
    proposal = card.proposal
    ends = proposal.timelock_ends_at
    then = "" if ends is None else _executed_after(proposal, ends, say)
    return _lines(
        [
            *_head(card, say),
            stakes_passed(closing, say),
            *stakes_score(closing, proposal, say),
            say._("All stakes on it are free again."),
            then,
            _record(closing, say),
            _page(card, say),
            note,
        ]
    )


def outcome_lines(card: Card, say: Language) -> list[str]:
    """The final outcome, why, and the totals; nothing before there is one."""
    proposal, closing = card.proposal, card.proposal.closing
    if closing is None or proposal.pays_for is not None:
        return []
    if proposal.rules.open_ended:
        return [stakes_passed(closing, say), *stakes_score(closing, proposal, say)]
    result = decode_result(closing.result, rules_of(proposal.rules))
    outcome = [outcome_sentence(proposal.rules, result, say), *cast_lines(proposal, say)]
    outcome += elected_lines(proposal, say)
    return [*outcome, *totals(proposal.rules, result, say)]


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)


def _head(card: Card, say: Language) -> list[str]:
    proposal = card.proposal
    return [
        say.markup.heading(say._("Result: {title}").format(title=say.title(proposal.content.title))),
        say.markup.small(say._("Proposal {number}").format(number=proposal.number)),
    ]


def _record(closing: Closing, say: Language) -> str:
    return say._("Record (SHA-256): {hash}").format(hash=say.markup.code(closing.record_hash))


def _page(card: Card, say: Language) -> str:
    return say._("In the browser: {url}").format(url=card.page) if card.page else ""


def _more(more: int, say: Language) -> str:
    return say.ngettext("… {more} more in the record", "… {more} more in the record", more).format(more=more)


def _end(card: Card, say: Language) -> list[str]:
    """What moved the end of the vote."""
    proposal = card.proposal
    if proposal.decided_at:
        early = say._("It ended early, {moment}: nothing could change its outcome any more.")
        return [early.format(moment=say.moment(proposal.decided_at))]
    if not (times := len(proposal.extensions)):
        return []
    extended = say.ngettext(
        "It was extended {times} time, after late swings.",
        "It was extended {times} times, after late swings.",
        times,
    )
    return [extended.format(times=times)]


def turnout_line(card: Card, voters: int, cast: int, say: Language) -> str:
    """How many voted, with how much of all power."""
    opening = card.proposal.opening
    power = power_text(cast, card.proposal.rules.power, say)
    if opening is None or not opening.total_power:
        return say.ngettext(
            "**Turnout**: {number} member voted with {power}",
            "**Turnout**: {number} members voted with {power}",
            voters,
        ).format(number=say.number(voters), power=power)
    return say.ngettext(
        "**Turnout**: {number} member voted with {power}, {share} of all power at the snapshot",
        "**Turnout**: {number} members voted with {power}, {share} of all power at the snapshot",
        voters,
    ).format(number=say.number(voters), power=power, share=say.percent(cast, opening.total_power))


def _next(card: Card, say: Language) -> str:
    proposal = card.proposal
    closing, ends = proposal.closing, proposal.timelock_ends_at
    if closing is None or not closing.passed:
        return say._("Nothing is executed.")
    if proposal.rules.next_track is not None:
        return "\n".join(f"{say._('**Next**')}: {line}" for line in stage_lines(card, say))
    if ends and proposal.only_changes_reputation:
        return say._("**Next**: guardians may veto until {end}; then reputation changes as voted.").format(
            end=say.moment(ends)
        )
    return "" if ends is None else _executed_after(proposal, ends, say)


def _executed_after(proposal: Proposal, ends: datetime, say: Language) -> str:
    """What each executor does when the timelock is over."""
    lines = [
        on_its_chain(
            words_of(executor.kind).then_requested(ends, say), executor.chain, proposal.executors, say
        )
        for executor in proposal.executors
    ]
    if proposal.acts:
        lines.append(
            say._(
                "**Next**: guardians may veto until {end}; then Folkmoot changes the server as voted."
            ).format(end=say.moment(ends))
        )
    if proposal.content.milestones:
        lines.append(
            say._(
                "**Next**: once guardians can't veto any more, from {end} on, each milestone is reported with "
                "`/proposal report` by whoever is paid."
            ).format(end=say.moment(ends))
        )
    return "\n".join(lines) or say._("There is nothing to execute.")


def count_again(election: str, say: Language) -> str:
    """How anybody counts the attached election file again."""
    return say._("Count again: `folkmoot tally {file}`").format(file=election)


def record_too_large(say: Language) -> str:
    """That a record can't be attached."""
    return say._("The record is too large for Discord: ask a moderator for it, and compare its hash.")


def where_files_are(url: str, say: Language) -> str:
    """Where the files of the result are."""
    return say._("The record and the election file: {url}").format(url=url)
