"""What belongs together: a temperature check and the binding vote that follows it, a vote and what pays its voters."""

from bot.domain.proposals.state import State
from bot.services.proposals.cards import Card, Stage
from bot.wording.language import Language
from bot.wording.milestones import paid_of_line, releases_line
from bot.wording.voter_rewards import paid_line, pays_line

_TRACK_LIMIT = 40


def stage_lines(card: Card, say: Language) -> list[str]:
    """What came before and what comes after, with the way there."""
    lines = []
    if card.pays_for:
        lines.append(pays_line(card.pays_for, say))
    if card.payout:
        lines.append(paid_line(card.payout, say))
    if card.promise and card.proposal.release:
        lines.append(releases_line(card.promise, card.proposal.release.place, say))
    if (paid := paid_of_line(card.milestones, say)) and card.state in (State.PASSED, State.EXECUTED):
        lines.append(paid)
    if card.check:
        lines.append(_follows(card.check, say))
    if card.binding:
        lines.append(_goes_on(card.binding, say))
    elif card.stuck:
        track = say.markup.name(card.proposal.rules.next_track or "", _TRACK_LIMIT)
        lines.append(
            say._(
                "⚠️ It could not go on: the track {track} did not take it. The author can propose it there, once "
                "the track takes proposals."
            ).format(track=track)
        )
    return lines


def _follows(check: Stage, say: Language) -> str:
    if check.thread is None:
        return say._(
            "It follows the passed temperature check, proposal {number} (track {track}); that check stands for the "
            "threshold of a proposer."
        ).format(number=check.number, track=say.markup.name(check.track, _TRACK_LIMIT))
    return say._(
        "It follows the passed temperature check, proposal {number} in {thread} (track {track}); that check stands "
        "for the threshold of a proposer."
    ).format(
        number=check.number,
        thread=say.markup.channel(check.thread.channel),
        track=say.markup.name(check.track, _TRACK_LIMIT),
    )


def _goes_on(binding: Stage, say: Language) -> str:
    if binding.thread is None:
        return say._("It goes on as a binding vote: proposal {number} (track {track}).").format(
            number=binding.number, track=say.markup.name(binding.track, _TRACK_LIMIT)
        )
    return say._("It goes on as a binding vote: proposal {number} in {thread} (track {track}).").format(
        number=binding.number,
        thread=say.markup.channel(binding.thread.channel),
        track=say.markup.name(binding.track, _TRACK_LIMIT),
    )
