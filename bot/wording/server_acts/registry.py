"""All acts on the server in words."""

from bot.wording.server_acts import acts, channel_acts, space_acts
from bot.wording.server_acts.base import act_danger, act_danger_in_short, act_words, more_of

WORDED_IN = (acts, channel_acts, space_acts)

__all__ = ["WORDED_IN", "act_danger", "act_danger_in_short", "act_words", "more_of"]
