"""The lines about the channels of the server.

create channel "grants" in #Projects
rename #grants to "old grants"
archive #grants

A channel is named by its mention, or by its name after a #; a category also by its name in quotation marks.
"""

import re

from msgspec.structs import replace

from bot.domain.errors import BadAction
from bot.domain.errors.proposals.server_acts import ChannelNameLength
from bot.domain.ids import ChannelId
from bot.domain.server_acts.base import LONGEST_CHANNEL_NAME
from bot.domain.server_acts.channels.channels import channel_name
from bot.domain.server_acts.lines.written import WrittenAct, WrittenChannel
from bot.domain.server_acts.lines.written_roles import LARGEST_ID

_CHANNEL = r"(?:<#(?P<id>[0-9]{1,19})>|#(?P<called>[^\s<>#]+))"
_CATEGORY = r'(?:<#(?P<id>[0-9]{1,19})>|#(?P<called>[^<>#"]+?)|"(?P<within>[^"]+)")'
CREATE = rf'create\s+channel\s+"(?P<quoted>[^"]+)"\s+in\s+{_CATEGORY}'
RENAME = rf'rename\s+{_CHANNEL}\s+to\s+"(?P<quoted>[^"]+)"'
ARCHIVE = rf"archive\s+{_CHANNEL}"


def of_channel(act: WrittenAct, match: re.Match[str]) -> WrittenAct | None:
    """Raises BadAction for a name that no channel can have."""
    found = match.groupdict()
    if "quoted" in found:
        act = replace(act, name=channel_name(match["quoted"]))
        if not 0 < len(act.name) <= LONGEST_CHANNEL_NAME:
            raise BadAction(act.number, act.line, ChannelNameLength(LONGEST_CHANNEL_NAME))
    number, name = int(match["id"] or 0), match["called"] or found.get("within") or ""
    channel = WrittenChannel(ChannelId(number) or None, " ".join(name.split()))
    return None if number > LARGEST_ID else replace(act, channel=channel)
