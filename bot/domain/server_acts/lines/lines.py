"""The lines of a proposal that change the server, beside those that an executor on a chain carries out.

grant @Council to <@1234>
grant @Council to <@1234> for 180 days
grant @Council to winners for 180 days
take @Council from <@1234>
create role "Council 2026"
rules main: quorum 20%, timelock 2d
rules "Small grants": preset quadratic
retire track "Small grants"
moderators @Stewards
guardians @Council
veto #12

A role is named by a mention, as Discord writes it, or by its name after an @ or in quotation marks; a member by a
mention or their id; a channel by its mention, or by its name after a #. Lines about the parts of a space are in
`lines_of_spaces.py`, those about channels in `lines_of_channels.py`.
"""

import re
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from bot.domain.errors import BadAction
from bot.domain.errors.proposals.server_acts import ActForm, RoleNameLength, TermLength, TooManyActs
from bot.domain.ids import MemberId, ProposalNumber
from bot.domain.server_acts.base import LONGEST_ROLE_NAME, LONGEST_TERM, MOST_ACTS
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.lines import lines_of_channels, lines_of_spaces
from bot.domain.server_acts.lines.written import WrittenAct
from bot.domain.server_acts.lines.written_roles import LARGEST_ID, ROLE, role_in
from bot.domain.written_lines import taken_out

_MEMBER = r"(?:<@!?(?P<mentioned>[0-9]{1,19})>|(?P<member>[0-9]{1,19}))"
_TERM = r"(?:\s+for\s+(?P<days>[0-9]{1,9})\s*d(?:ays?)?)?"
_TRACK = r'(?:"(?P<quoted>[^"]+)"|(?P<plain>[^":]+?))'
SETTINGS = {
    "quorum": "quorum",
    "threshold": "threshold",
    "discussion": "discussion_period",
    "voting": "voting_period",
    "timelock": "timelock",
}
"""What a line of rules may set, and as what moderators know it."""


_FORMS: Mapping[ActKind, re.Pattern[str]] = {
    kind: re.compile(rf"\s*{form}\s*", re.IGNORECASE)
    for kind, form in {
        ActKind.GRANT_TO_WINNERS: rf"grant\s+(?:{ROLE})\s+to\s+winners{_TERM}",
        ActKind.GRANT_ROLE: rf"grant\s+(?:{ROLE})\s+to\s+{_MEMBER}{_TERM}",
        ActKind.TAKE_ROLE: rf"take\s+(?:{ROLE})\s+from\s+{_MEMBER}",
        ActKind.CREATE_CHANNEL: lines_of_channels.CREATE,
        ActKind.RENAME_CHANNEL: lines_of_channels.RENAME,
        ActKind.ARCHIVE_CHANNEL: lines_of_channels.ARCHIVE,
        ActKind.CREATE_SPACE: lines_of_spaces.CREATE,
        ActKind.LIMIT_SPACE: lines_of_spaces.LIMIT,
        ActKind.ARCHIVE_SPACE: lines_of_spaces.ARCHIVE,
        ActKind.CREATE_ROLE: r'create\s+role\s+"(?P<quoted>[^"]+)"',
        ActKind.CHANGE_RULES: rf"rules\s+{_TRACK}\s*:\s*(?P<rest>\S.*)",
        ActKind.RETIRE_TRACK: rf"retire\s+track\s+{_TRACK}",
        ActKind.CHANGE_MODERATORS: rf"moderators\s+(?:{ROLE})",
        ActKind.CHANGE_GUARDIANS: rf"guardians\s+(?:{ROLE})",
        ActKind.VETO: r"veto\s+#?(?P<proposal>[0-9]{1,9})",
    }.items()
}
_BEGINNINGS: Mapping[ActKind, re.Pattern[str]] = {
    kind: re.compile(rf"\s*{begins}.*", re.IGNORECASE)
    for kind, begins in {
        ActKind.GRANT_TO_WINNERS: r"grant\s+[^\s0-9].*\sto\s+winners(?=\s|$)",
        # What gives reputation begins with a number: `grant 50 reputation to …`.
        ActKind.GRANT_ROLE: r"grant(?:\s+[^\s0-9]|\s*$)",
        ActKind.TAKE_ROLE: r"take\b",
        ActKind.CREATE_CHANNEL: r"create\s+channel\b",
        ActKind.RENAME_CHANNEL: r"rename\b",
        ActKind.ARCHIVE_CHANNEL: r"archive\s+<?#",
        ActKind.CREATE_SPACE: r"create\s+space\b",
        ActKind.LIMIT_SPACE: r"limit\b",
        ActKind.ARCHIVE_SPACE: r"archive\b",
        ActKind.CREATE_ROLE: r"create\b",
        ActKind.CHANGE_RULES: r"rules\b",
        ActKind.RETIRE_TRACK: r"retire\b",
        ActKind.CHANGE_MODERATORS: r"moderators\b",
        ActKind.CHANGE_GUARDIANS: r"guardians\b",
        ActKind.VETO: r"veto\b",
    }.items()
}
_SETTING = re.compile(r"([a-z]+)\s+(\S.*)", re.IGNORECASE)


def acts_in(lines: str) -> tuple[tuple[WrittenAct, ...], str]:
    """The acts among a proposal's lines, and the other lines, each still with its own number. Raises BadAction naming
    the line."""
    found: list[WrittenAct] = []
    taken, others = taken_out(lines, _begun)
    for number, line, kind in taken:
        if len(found) == MOST_ACTS:
            raise BadAction(number, line, TooManyActs(MOST_ACTS))
        match = _FORMS[kind].fullmatch(line)
        written = None if match is None else _READ[kind](WrittenAct(number, line, kind), match)
        if written is None:
            raise BadAction(number, line, ActForm(kind))
        found.append(written)
    return tuple(found), others


def _begun(line: str) -> ActKind | None:
    return next((kind for kind, begins in _BEGINNINGS.items() if begins.fullmatch(line)), None)


def _of_role(act: WrittenAct, match: re.Match[str]) -> WrittenAct | None:
    role = role_in(match)
    return None if role is None else replace(act, role=role)


def _of_member(act: WrittenAct, match: re.Match[str]) -> WrittenAct | None:
    role, member = role_in(match), int(match["mentioned"] or match["member"])
    return None if role is None or member > LARGEST_ID else replace(act, role=role, member=MemberId(member))


def _of_grant(act: WrittenAct, match: re.Match[str]) -> WrittenAct | None:
    return _for_a_term(_of_member(act, match), match)


def _to_winners(act: WrittenAct, match: re.Match[str]) -> WrittenAct | None:
    return _for_a_term(_of_role(act, match), match)


def _for_a_term(act: WrittenAct | None, match: re.Match[str]) -> WrittenAct | None:
    if act is None or match["days"] is None:
        return act
    days = int(match["days"])
    if not 0 < days <= LONGEST_TERM:
        raise BadAction(act.number, act.line, TermLength(LONGEST_TERM))
    return replace(act, days=days)


def _of_new_role(act: WrittenAct, match: re.Match[str]) -> WrittenAct:
    name = " ".join(match["quoted"].split())
    if not 0 < len(name) <= LONGEST_ROLE_NAME:
        raise BadAction(act.number, act.line, RoleNameLength(LONGEST_ROLE_NAME))
    return replace(act, name=name)


def _of_track(act: WrittenAct, match: re.Match[str]) -> WrittenAct:
    return replace(act, name=" ".join((match["quoted"] or match["plain"]).split()))


def _of_rules(act: WrittenAct, match: re.Match[str]) -> WrittenAct | None:
    """`preset NAME` first, and settings after it, between commas."""
    preset, settings = "", dict[str, str]()
    for part in match["rest"].split(","):
        setting = _SETTING.fullmatch(part.strip())
        if setting is None:
            return None
        name, value = setting[1].lower(), setting[2].strip()
        if name == "preset" and not preset and not settings:
            preset = value
        elif name in SETTINGS and name not in settings:
            settings[name] = value
        else:
            return None
    return replace(_of_track(act, match), preset=preset, settings=tuple(settings.items()))


def _of_veto(act: WrittenAct, match: re.Match[str]) -> WrittenAct:
    return replace(act, vetoed=ProposalNumber(int(match["proposal"])))


_READ: Mapping[ActKind, Callable[[WrittenAct, re.Match[str]], WrittenAct | None]] = {
    ActKind.GRANT_TO_WINNERS: _to_winners,
    ActKind.GRANT_ROLE: _of_grant,
    ActKind.TAKE_ROLE: _of_member,
    ActKind.CREATE_ROLE: _of_new_role,
    ActKind.CHANGE_RULES: _of_rules,
    ActKind.RETIRE_TRACK: _of_track,
    ActKind.CHANGE_MODERATORS: _of_role,
    ActKind.CHANGE_GUARDIANS: _of_role,
    ActKind.CREATE_CHANNEL: lines_of_channels.of_channel,
    ActKind.RENAME_CHANNEL: lines_of_channels.of_channel,
    ActKind.ARCHIVE_CHANNEL: lines_of_channels.of_channel,
    ActKind.CREATE_SPACE: lines_of_spaces.of_new_space,
    ActKind.LIMIT_SPACE: lines_of_spaces.of_space_limits,
    ActKind.ARCHIVE_SPACE: lines_of_spaces.of_space,
    ActKind.VETO: _of_veto,
}
