"""What is to be expected of a vote, with how often such forecasts were right."""

from bot.domain.forecast.forecast import Forecast
from bot.wording.language import Language


def forecast_lines(forecast: Forecast, say: Language) -> list[str]:
    """Said as what it is: averages of the past."""
    number = say.number
    return [
        say._("**Forecast**: averages of the last {votes} votes here, and nobody's opinion").format(
            votes=number(forecast.votes)
        ),
        say._(
            "About {voters} vote ({least} to {most}). Of {ranges} earlier votes, {hits} came within what was "
            "forecast like this."
        ).format(
            voters=number(forecast.voters),
            least=number(forecast.range.least),
            most=number(forecast.range.most),
            ranges=number(forecast.ranges),
            hits=number(forecast.range_hits),
        ),
        say._(
            "It passes with a chance of {chance}. Of {forecasts} earlier outcomes, {hits} were forecast rightly; "
            "“as last time” would have been right of {last}."
        ).format(
            chance=say.percent(forecast.passes, 1),
            forecasts=number(forecast.forecasts),
            hits=number(forecast.hits),
            last=number(forecast.hits_as_last_time),
        ),
    ]
