"""What belongs together: a temperature check and the binding vote that follows it, a vote and what pays its voters."""

from bot.domain.proposals.brought_up import BroughtUp
from bot.domain.proposals.state import State
from bot.domain.spaces.space import LONGEST_SPACE_NAME
from bot.services.proposals.cards import Card, Stage
from bot.wording.language import Language
from bot.wording.milestones import paid_of_line, releases_line
from bot.wording.voter_rewards import paid_line, pays_line

_TRACK_LIMIT = 40


def stage_lines(card: Card, say: Language) -> list[str]:
    """What came before and what comes after, with the way there."""
    lines = []
    if card.proposal.brought_up is not None:
        lines.append(brought_up_line(card.proposal.brought_up, say))
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


def brought_up_line(by: BroughtUp, say: Language) -> str:
    """Which part brought it up, and by whose executor it is carried out."""
    return say._(
        "⬆️ Brought up by **{space}**: this is more than that part may move itself. Who votes here decides, and it is "
        "carried out by what that part has."
    ).format(space=say.markup.name(by.name, LONGEST_SPACE_NAME))


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
