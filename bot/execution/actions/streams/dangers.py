"""What to look at twice where somebody is paid little by little."""

from datetime import UTC, datetime

from bot.domain.actions import dangers, effects
from bot.domain.actions.dangers import Danger
from bot.domain.actions.effects import Effect


def dangers_of_stream(effect: Effect, now: datetime | None) -> list[Danger]:
    """Those of a stream that begins; `now` None while nobody knows the time of the chain."""
    match effect:
        case effects.PayStarted(token=None):
            return [dangers.StreamContractUnnamed()]
        case effects.StreamMade() as made:
            return _of_made(made, now)
    return []


def _of_made(made: effects.StreamMade, now: datetime | None) -> list[Danger]:
    found: list[Danger] = []
    if not made.named:
        found.append(dangers.StreamContractUnnamed())
    if made.refunds is None:
        found.append(dangers.NeverCancelled())
    elif not made.caller_cancels:
        found.append(dangers.RefundsElsewhere(made.refunds))
    if made.fee:
        found.append(dangers.PaysABroker(made.broker, made.token, made.fee))
    if now is not None and made.schedule.start is not None:
        start = datetime.fromtimestamp(made.schedule.start, UTC)
        if start < now:
            found.append(dangers.BeganBefore(start))
    return found
