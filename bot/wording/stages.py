"""Votes that belong together: a temperature check, and the binding vote that follows it."""

from bot.services.proposals.cards import Card, Stage
from bot.wording.text import escape


def stage_lines(card: Card) -> list[str]:
    """What came before and what comes after, with the way there."""
    lines = []
    if card.check:
        lines.append(
            f"It follows the passed temperature check, {_named(card.check)}; that check stands for the threshold "
            "of a proposer."
        )
    if card.binding:
        lines.append(f"It goes on as a binding vote: {_named(card.binding)}.")
    elif passed_alone(card):
        track = escape(card.proposal.rules.next_track or "", 40)
        lines.append(
            f"⚠️ It could not go on: the track {track} did not take it. The author can propose it there, once "
            "the track takes proposals."
        )
    return lines


def passed_alone(card: Card) -> bool:
    """Whether it passed, and the next track did not take it."""
    proposal = card.proposal
    passed = proposal.closing is not None and proposal.closing.passed
    return passed and proposal.rules.next_track is not None and card.binding is None


def _named(stage: Stage) -> str:
    where = f" in <#{stage.thread.channel}>" if stage.thread else ""
    return f"proposal {stage.proposal}{where} (track {escape(stage.track, 40)})"
