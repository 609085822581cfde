"""The lines about the parts of a space.

create space "Grants" from subdao moderators @Granters announcements <#1> discussion <#2> log <#3>
create space "Grants" from subdao moderators @Granters … timelock 5d limit 5,000 USDC and 2 ETH per 30 days
limit space "Grants" to 5,000 USDC and 2 ETH per 30 days
limit space "Grants" to nothing
limit space "Grants" to anything
limit space "Grants" to timelock 2d 12h
archive space "Grants"

An asset is named by the chain's coin, by a token's name or symbol that the server knows, or by the token's address.
"""

import re

from msgspec.structs import replace

from bot.domain.errors import BadAction
from bot.domain.errors.proposals.server_acts import LimitLength, SpaceNameLength
from bot.domain.ids import ChannelId
from bot.domain.policy.bounds import MOST_ASSETS
from bot.domain.server_acts.lines.written import WrittenAct, WrittenChannel, WrittenLimits, WrittenRole
from bot.domain.server_acts.lines.written_roles import LARGEST_ID, ROLE, role_in
from bot.domain.spaces.limits import LONGEST_PERIOD, NOTHING_DAYS
from bot.domain.spaces.setup import CHANNELS
from bot.domain.spaces.space import LONGEST_SPACE_NAME

_SPACE = r'(?:"(?P<space>[^"]+)"|(?P<bare>[^\s"]+))'
_PAIR = r'[0-9][0-9,._]*\s+(?:"[^"]+"|[^\s,"]+)'
_AND = r"(?:\s+and\s+|\s*,\s*)"
_LIMITS = rf"(?P<amounts>{_PAIR}(?:{_AND}{_PAIR})*)\s+per\s+(?P<days>[0-9]{{1,9}})\s*d(?:ays?)?"
CREATE = rf"create\s+space\s+{_SPACE}\s+from\s+(?P<preset>[a-z-]+)\s+(?P<rest>\S.*)"
_TIMELOCK = r"timelock\s+(?P<timelock>[0-9]{1,9}\s*[smhdw](?:\s*[0-9]{1,9}\s*[smhdw])*)"
LIMIT = rf"limit\s+space\s+{_SPACE}\s+to\s+(?:(?P<all>nothing|anything)|{_TIMELOCK}|{_LIMITS})"
ARCHIVE = rf"archive\s+space\s+{_SPACE}"

_OFFICE = re.compile(rf"\s*(?P<office>moderators|guardians)\s+(?:{ROLE})(?=\s|$)", re.IGNORECASE)
_CHANNEL = re.compile(
    rf"\s*(?P<use>{'|'.join(CHANNELS)})\s+(?:<#(?P<id>[0-9]{{1,19}})>|#(?P<name>[^\s<>#]+))(?=\s|$)",
    re.IGNORECASE,
)
_LIMIT = re.compile(rf"\s*limit\s+{_LIMITS}(?=\s|$)", re.IGNORECASE)
_FIRST_TIMELOCK = re.compile(rf"\s*{_TIMELOCK}(?=\s|$)", re.IGNORECASE)
_AMOUNT = re.compile(r'(?P<amount>[0-9][0-9,._]*)\s+(?:"(?P<quoted>[^"]+)"|(?P<asset>[^\s,"]+))')


def of_space(act: WrittenAct, match: re.Match[str]) -> WrittenAct:
    """A line that names a space. Raises BadAction."""
    name = " ".join((match["space"] or match["bare"]).split())
    if not 0 < len(name) <= LONGEST_SPACE_NAME:
        raise BadAction(act.number, act.line, SpaceNameLength(LONGEST_SPACE_NAME))
    return replace(act, name=name)


def of_space_limits(act: WrittenAct, match: re.Match[str]) -> WrittenAct:
    """A line that says what a space may move, or how short timelocks may be there. Raises BadAction."""
    if match["timelock"] is not None:
        return replace(of_space(act, match), timelock=match["timelock"])
    if match["all"] is None:
        limits: WrittenLimits | None = _limits(act, match)
    else:
        limits = WrittenLimits((), NOTHING_DAYS) if match["all"].lower() == "nothing" else None
    return replace(of_space(act, match), limits=limits)


def of_new_space(act: WrittenAct, match: re.Match[str]) -> WrittenAct | None:
    """After the preset its roles, channels, timelock and limits, in any order, each once. Raises BadAction."""
    roles, channels = dict[str, WrittenRole](), dict[str, WrittenChannel]()
    limits: WrittenLimits | None = None
    timelock = ""
    rest = match["rest"]
    while rest.strip():
        if office := _OFFICE.match(rest):
            role, name = role_in(office), office["office"].lower()
            if role is None or name in roles:
                return None
            roles[name], end = role, office.end()
        elif found := _CHANNEL.match(rest):
            number, use = int(found["id"] or 0), found["use"].lower()
            if number > LARGEST_ID or use in channels:
                return None
            channels[use] = WrittenChannel(ChannelId(number) or None, found["name"] or "")
            end = found.end()
        elif (limit := _LIMIT.match(rest)) and limits is None:
            limits, end = _limits(act, limit), limit.end()
        elif (first := _FIRST_TIMELOCK.match(rest)) and not timelock:
            timelock, end = first["timelock"], first.end()
        else:
            return None
        rest = rest[end:]
    if "moderators" not in roles or set(channels) != set(CHANNELS):
        return None
    return replace(
        of_space(act, match),
        preset=match["preset"],
        role=roles["moderators"],
        guardians=roles.get("guardians"),
        channels=tuple((use, channels[use]) for use in CHANNELS),
        limits=limits,
        timelock=timelock,
    )


def _limits(act: WrittenAct, match: re.Match[str]) -> WrittenLimits:
    amounts = tuple(
        (each["amount"].rstrip(",._"), each["quoted"] or each["asset"])
        for each in _AMOUNT.finditer(match["amounts"])
    )
    days = int(match["days"])
    if not 0 < days <= LONGEST_PERIOD or len(amounts) > MOST_ASSETS:
        raise BadAction(act.number, act.line, LimitLength(LONGEST_PERIOD, MOST_ASSETS))
    return WrittenLimits(amounts, days)
