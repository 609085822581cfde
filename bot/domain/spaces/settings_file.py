"""A space's settings as one file that people read, and that another server takes as its own."""

import tomllib
from collections.abc import Mapping
from typing import Any
from unicodedata import category

import msgspec

from bot.domain.accounts.accounts import is_label
from bot.domain.errors import BadAddress
from bot.domain.errors.governance.policy_files import FileTooLarge, NotToml, NotUtf8
from bot.domain.errors.governance.settings_files import BadSettingsFile, NoSettings, SettingUnread
from bot.domain.errors.notices import UnknownZone
from bot.domain.ids import Address, ChainId, ChannelId, RoleId, address
from bot.domain.local_time import Weekday, zone_named
from bot.domain.notices.digest_time import DigestTime
from bot.domain.policy.checks import LONGEST_TRACK
from bot.domain.policy.model import Policy
from bot.domain.policy.toml.file import read_policy
from bot.domain.policy.toml.shape import shape_fault
from bot.domain.policy.toml.writing import document_toml
from bot.domain.spaces.template import TrackTemplate

FORMAT = "folkmoot-settings/1"
LARGEST = 256 * 1024
"""Bytes."""
_MOST_TRACKS, _MOST_ENTRIES, _MOST_NAMES = 25, 100, 200


class TrackSettings(msgspec.Struct, frozen=True):
    name: str
    policy: Policy
    """Without what carries it out: that is each server's own."""
    template: TrackTemplate | None = None


class BookLine(msgspec.Struct, frozen=True):
    """An entry of the address book."""

    chain: ChainId
    name: str
    account: Address


class SpaceSettings(msgspec.Struct, frozen=True):
    space: str
    """Its name, for those who read the file."""
    tracks: tuple[TrackSettings, ...]
    book: tuple[BookLine, ...] = ()
    digest: DigestTime | None = None
    roles: Mapping[RoleId, str] = msgspec.field(default_factory=dict)
    """The names of all roles that its policies name."""
    categories: Mapping[ChannelId, str] = msgspec.field(default_factory=dict)


def roles_in(policy: Policy) -> frozenset[RoleId]:
    """The roles of Discord that the rules name."""
    return policy.power.roles | frozenset(policy.server.roles if policy.server else ())


def categories_in(policy: Policy) -> frozenset[ChannelId]:
    """The categories of Discord that the rules name."""
    return frozenset(policy.server.categories if policy.server else ())


def without_executors(policy: Policy) -> Policy:
    """The rules alone: no two servers share a Safe."""
    return policy.model_copy(update={"executor": None, "further_executors": ()})


def mapped(
    policy: Policy, roles: Mapping[RoleId, RoleId], categories: Mapping[ChannelId, ChannelId]
) -> Policy:
    """The same rules with the roles and categories of another server. Raises KeyError for one that has none there."""
    power, server = policy.power, policy.server
    sources = [source.with_roles(roles) for source in power.sources]
    if server is not None:
        places = {
            "roles": tuple(roles[each] for each in server.roles),
            "categories": tuple(categories[each] for each in server.categories),
        }
        server = server.model_copy(update=places)
    changed = {"power": power.model_copy(update={"sources": tuple(sources)}), "server": server}
    return policy.model_copy(update=changed)


def settings_toml(settings: SpaceSettings) -> str:
    """The file, which `read_settings` reads back."""
    head: dict[str, Any] = {"format": FORMAT, "space": settings.space}
    parts = [document_toml(head).strip()]
    if settings.digest is not None:
        time = settings.digest
        digest = {"weekday": time.weekday.name.lower(), "hour": time.hour, "zone": time.zone}
        parts.append(document_toml(digest, "digest").strip())
    for name, names in (("roles", settings.roles), ("categories", settings.categories)):
        if names:
            parts.append(document_toml({str(each): called for each, called in names.items()}, name).strip())
    for track in settings.tracks:
        begun = {} if track.template is None else {"title": track.template.title, "text": track.template.text}
        parts.append("[[tracks]]\n" + document_toml({"name": track.name}).strip())
        if begun:
            parts.append(document_toml(begun, "tracks.template").strip())
        parts.append(document_toml(without_executors(track.policy).document(), "tracks.policy").strip())
    for line in settings.book:
        entry = {"name": line.name, "account": line.account, "chain": int(line.chain)}
        parts.append("[[addresses]]\n" + document_toml(entry).strip())
    return "\n\n".join(parts) + "\n"


def read_settings(data: bytes) -> SpaceSettings:
    """Raises BadSettingsFile; BadPolicy for rules that can't be."""
    document = _document(data)
    if document.get("format") != FORMAT:
        raise BadSettingsFile(NoSettings(FORMAT))
    digest = document.get("digest")
    tracks = tuple(_track(each) for each in _tables(document, "tracks", _MOST_TRACKS))
    if len({each.name.casefold() for each in tracks}) < len(tracks):
        raise _unread("tracks")
    return SpaceSettings(
        _text(document, "space", 100),
        tracks,
        tuple(_line(each) for each in _tables(document, "addresses", _MOST_ENTRIES)),
        None if digest is None else _digest(digest),
        {RoleId(number): name for number, name in _names(document, "roles").items()},
        {ChannelId(number): name for number, name in _names(document, "categories").items()},
    )


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise BadSettingsFile(FileTooLarge(LARGEST))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadSettingsFile(NotUtf8()) from None
    if (broken := shape_fault(text)) is not None:
        raise BadSettingsFile(broken[1])
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise BadSettingsFile(NotToml(str(error))) from None


def _unread(place: str) -> BadSettingsFile:
    return BadSettingsFile(SettingUnread(place))


def _text(table: Mapping[str, Any], name: str, longest: int) -> str:
    found = table.get(name)
    if not isinstance(found, str) or len(found) > longest:
        raise _unread(name)
    # No form of Discord's sends any; databases refuse some, and others make two names look alike.
    if any(category(char) == "Cc" and char not in "\n\t" for char in found):
        raise _unread(name)
    return found


def _tables(document: Mapping[str, Any], name: str, most: int) -> list[Mapping[str, Any]]:
    found = document.get(name, [])
    if not isinstance(found, list) or len(found) > most or not all(isinstance(each, dict) for each in found):
        raise _unread(name)
    return found


def _names(document: Mapping[str, Any], name: str) -> dict[int, str]:
    found = document.get(name, {})
    if not isinstance(found, dict) or len(found) > _MOST_NAMES:
        raise _unread(name)
    for number, called in found.items():
        if not (number.isascii() and number.isdigit() and len(number) < 20 and isinstance(called, str)):
            raise _unread(name)
    return {int(number): called for number, called in found.items()}


def _track(table: Mapping[str, Any]) -> TrackSettings:
    name, policy = " ".join(_text(table, "name", LONGEST_TRACK).split()), table.get("policy")
    if not name or not isinstance(policy, dict):
        raise _unread("tracks")
    template = table.get("template")
    if template is not None and not isinstance(template, dict):
        raise _unread("template")
    begun = None
    if template is not None:
        title, text = _text(template, "title", 100), _text(template, "text", 3_500)
        begun = TrackTemplate(" ".join(title.split()), text.strip())
    try:
        written = document_toml(policy).encode()
    except (TypeError, ValueError):
        raise _unread("policy") from None
    return TrackSettings(name, without_executors(read_policy(written).policy), begun)


def _line(table: Mapping[str, Any]) -> BookLine:
    name, chain = _text(table, "name", 100), table.get("chain")
    if not is_label(name) or not isinstance(chain, int) or isinstance(chain, bool):
        raise _unread("addresses")
    try:
        return BookLine(ChainId(chain), name, address(_text(table, "account", 100)))
    except BadAddress:
        raise _unread("addresses") from None


def _digest(table: object) -> DigestTime:
    if not isinstance(table, dict):
        raise _unread("digest")
    weekday, hour = _text(table, "weekday", 10).upper(), table.get("hour")
    if weekday not in Weekday.__members__ or not isinstance(hour, int) or not 0 <= hour <= 23:
        raise _unread("digest")
    try:
        return DigestTime(Weekday[weekday], hour, zone_named(_text(table, "zone", 60)))
    except UnknownZone:
        raise _unread("digest") from None
