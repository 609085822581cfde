"""Between sponsors and their rows (see proposal_rows.py)."""

import msgspec

from bot.domain.ids import MemberId, RoleId
from bot.domain.proposals.sponsoring import Sponsor, SponsorCall
from bot.storage.columns import moment


class _SponsorRow(msgspec.Struct, array_like=True):
    member: int
    power: str


_roles = msgspec.json.Decoder(list[int])
_sponsors = msgspec.json.Decoder(list[_SponsorRow])


class SponsorCallRow(msgspec.Struct, array_like=True):
    number: int
    at: int
    until: int
    roles: str
    ended: int

    def fact(self) -> SponsorCall:
        return SponsorCall(
            self.number, moment(self.at), moment(self.until), roles_of(self.roles), bool(self.ended)
        )


def roles_text(roles: frozenset[RoleId]) -> str:
    return msgspec.json.encode(sorted(roles)).decode()


def roles_of(text: str) -> frozenset[RoleId]:
    return frozenset(RoleId(role) for role in _roles.decode(text))


def sponsors_text(sponsors: tuple[Sponsor, ...]) -> str:
    rows = [_SponsorRow(each.member, str(each.power)) for each in sponsors]
    return msgspec.json.encode(rows).decode()


def sponsors_of(text: str) -> tuple[Sponsor, ...]:
    return tuple(Sponsor(MemberId(row.member), int(row.power)) for row in _sponsors.decode(text))
