"""How lines that change the server are read, and told from those that give reputation or move money."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.canonical import canonical_json
from bot.domain.errors import BadAction
from bot.domain.ids import ChannelId, ContentHash, MemberId, ProposalId, ProposalNumber, RoleId, SpaceId
from bot.domain.policy.limits import Limits, Spending
from bot.domain.policy.model import preset
from bot.domain.server_acts.base import LONGEST_TERM
from bot.domain.server_acts.channels.archive_channel import ArchiveChannel
from bot.domain.server_acts.channels.channels import NamedChannel
from bot.domain.server_acts.channels.create_channel import CreateChannel
from bot.domain.server_acts.channels.rename_channel import RenameChannel
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.lines.lines import acts_in
from bot.domain.server_acts.lines.written import WrittenLimits, WrittenRole
from bot.domain.server_acts.registry import ACTS, AnyAct, act_of
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.domain.server_acts.roles.roles import NamedRole, Power, powers_of
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.domain.server_acts.spaces.archive_space import ArchiveSpace
from bot.domain.server_acts.spaces.change_guardians import ChangeGuardians
from bot.domain.server_acts.spaces.change_moderators import ChangeModerators
from bot.domain.server_acts.spaces.change_rules import ChangeRules
from bot.domain.server_acts.spaces.create_space import CreateSpace
from bot.domain.server_acts.spaces.limit_space import LimitSpace
from bot.domain.server_acts.spaces.retire_track import RetireTrack
from bot.domain.server_acts.spaces.veto_proposal import VetoProposal
from bot.domain.spaces.limits import SpaceLimits
from bot.wording.language import language
from bot.wording.server_acts.kinds import how_to_write, kind_words
from bot.wording.server_acts.registry import act_words

GRANT = {"kind": "grant_role", "role": {"id": "1", "name": "", "rights": []}, "member": "1"}

ids = st.integers(1, 2**63 - 1)
roles = st.builds(
    NamedRole,
    st.none() | ids.map(RoleId),
    st.text(max_size=100),
    st.lists(st.sampled_from(["votes", "ban_members"]), unique=True).map(tuple),
)
named_channels = st.builds(NamedChannel, ids.map(ChannelId), st.text(max_size=100))
limits = st.builds(
    SpaceLimits,
    chain=st.integers(1, 2**53 - 1),
    limits=st.builds(
        Limits,
        period=st.integers(1, 3650).map(lambda days: timedelta(days=days)),
        spending=st.lists(
            st.builds(Spending, per_period=st.integers(0, 2**256 - 1), decimals=st.integers(0, 77)),
            max_size=3,
        ).map(tuple),
    ),
)
acts = st.one_of(
    st.builds(GrantRole, roles, ids.map(MemberId), st.none() | st.integers(1, LONGEST_TERM)),
    st.builds(TakeRole, roles, ids.map(MemberId)),
    st.builds(CreateRole, st.text(max_size=100)),
    st.builds(ChangeModerators, roles),
    st.builds(ChangeGuardians, roles),
    st.builds(RetireTrack, st.text(max_size=40)),
    st.just(ChangeRules("main", preset("token"), preset("quadratic"))),
    st.builds(
        CreateSpace,
        st.text(max_size=40),
        st.just(preset("subdao")),
        roles,
        roles,
        *[ids.map(ChannelId)] * 3,
        st.none() | limits,
    ),
    st.builds(LimitSpace, ids.map(SpaceId), st.text(max_size=40), st.none() | limits),
    st.builds(
        VetoProposal,
        ids.map(ProposalId),
        st.integers(1, 2**31).map(ProposalNumber),
        st.text(max_size=40),
        st.text(alphabet="0123456789abcdef", min_size=64, max_size=64).map(ContentHash),
    ),
    st.builds(ArchiveSpace, ids.map(SpaceId), st.text(max_size=40)),
    st.builds(CreateChannel, st.text(max_size=100), named_channels),
    st.builds(RenameChannel, named_channels, st.text(max_size=100)),
    st.builds(ArchiveChannel, named_channels),
)


@given(acts)
def test_an_act_is_the_same_after_its_document_was_read_back(act: AnyAct) -> None:
    stored = json.loads(canonical_json(act.document()))
    assert act_of(stored, act.line) == act
    assert canonical_json(act_of(stored).document()) == canonical_json(act.document())


@given(acts, acts)
def test_two_acts_have_the_same_document_only_where_they_are_the_same(one: AnyAct, other: AnyAct) -> None:
    assert (one == other) == (canonical_json(one.document()) == canonical_json(other.document()))


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "document",
    [
        {},
        {"kind": "ban_everybody"},
        {"kind": "grant_role"},
        {"kind": "grant_role", "role": {"id": "x", "name": "", "rights": []}, "member": "1"},
        {"kind": "grant_role", "role": {"id": "1", "name": "", "rights": [7]}, "member": "1"},
        {"kind": "grant_role", "role": {"id": "1", "name": 1, "rights": []}, "member": "1"},
        {"kind": "grant_role", "role": {"id": "1", "name": "", "rights": []}, "member": "ada"},
        {**GRANT, "days": 0},
        {**GRANT, "days": LONGEST_TERM + 1},
        {**GRANT, "days": "7"},
        {**GRANT, "days": True},
        {"kind": "create_role", "name": 7},
        {"kind": "retire_track", "track": None},
        {"kind": "change_rules", "track": "main", "before": {}, "policy": {}},
        {"kind": ["grant_role"]},
        [],
        "grant_role",
    ],
)
def test_what_is_no_act_is_not_read_as_one(document: Any) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        act_of(document)


@pytest.mark.parametrize(
    ("line", "kind", "role", "member"),
    [
        ("grant <@&5> to <@1>", ActKind.GRANT_ROLE, WrittenRole(RoleId(5), ""), 1),
        ("GRANT  @Council 2026   to  <@!1> ", ActKind.GRANT_ROLE, WrittenRole(None, "Council 2026"), 1),
        ('grant "A to B" to 12', ActKind.GRANT_ROLE, WrittenRole(None, "A to B"), 12),
        ("take @Council from <@1>", ActKind.TAKE_ROLE, WrittenRole(None, "Council"), 1),
        ("moderators @Stewards", ActKind.CHANGE_MODERATORS, WrittenRole(None, "Stewards"), None),
        ("guardians <@&7>", ActKind.CHANGE_GUARDIANS, WrittenRole(RoleId(7), ""), None),
    ],
)
def test_a_line_names_a_role_and_a_member(
    line: str, kind: ActKind, role: WrittenRole, member: int | None
) -> None:
    (act,), rest = acts_in(line)
    assert (act.kind, act.role, act.member, rest) == (kind, role, member, "")


@pytest.mark.parametrize(
    ("written", "days"), [("", None), (" for 180 days", 180), (" FOR 1 day", 1), (" for 30d ", 30)]
)
def test_a_role_is_given_for_days_or_without_an_end(written: str, days: int | None) -> None:
    (act,), _ = acts_in(f"grant @Council to <@1>{written}")
    assert act.days == days


def test_a_grant_without_an_end_has_the_hash_that_it_had_before_there_were_terms() -> None:
    assert "days" not in act_of(GRANT).document()


def test_a_line_of_rules_has_a_preset_and_settings() -> None:
    (act,), _ = acts_in('rules "Small grants" : preset quadratic, Quorum 15 voters , timelock 2d')
    assert (act.name, act.preset) == ("Small grants", "quadratic")
    assert act.settings == (("quorum", "15 voters"), ("timelock", "2d"))


@pytest.mark.parametrize(
    ("written", "amounts", "days"),
    [
        ("5,000 USDC per 30 days", (("5,000", "USDC"),), 30),
        ("5,000.25 USDC and 2 ETH per 7d", (("5,000.25", "USDC"), ("2", "ETH")), 7),
        ('1 "Our token", 2 0xabc PER 1 day', (("1", "Our token"), ("2", "0xabc")), 1),
    ],
)
def test_a_limit_names_amounts_and_a_period(
    written: str, amounts: tuple[tuple[str, str], ...], days: int
) -> None:
    limits = WrittenLimits(amounts, days)
    (act,), _ = acts_in(f"limit space Grants to {written}")
    assert (act.kind, act.name, act.limits) == (ActKind.LIMIT_SPACE, "Grants", limits)
    offices = "moderators @Granters announcements #a discussion #b log #c"
    for line in (f"{offices} limit {written}", f"limit {written} {offices}"):
        (act,), _ = acts_in(f"create space Grants from subdao {line}")
        assert act.limits == limits


def test_a_limit_may_be_nothing_or_taken_off() -> None:
    (nothing, anything), _ = acts_in("limit space Grants to nothing\nlimit space Grants to anything")
    assert nothing.limits is not None
    assert (nothing.limits.amounts, anything.limits) == ((), None)


def test_other_lines_keep_their_numbers() -> None:
    lines = "transfer 1 ETH to 0x1\ngrant @Council to <@1>\ngrant 5 reputation to <@1>\nslash 1 reputation from <@2>"
    found, rest = acts_in(lines)
    assert [act.number for act in found] == [2]
    assert rest == "transfer 1 ETH to 0x1\n\ngrant 5 reputation to <@1>\nslash 1 reputation from <@2>"


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "line",
    [
        "grant",
        "grant @Council",
        "grant @Council to ada",
        "grant @Council to <@1> and <@2>",
        "grant @Council to <@1> for ever",
        "grant <@&99999999999999999999> to <@1>",
        "grant <@&9999999999999999999> to <@1>",
        "grant @Council to <@9999999999999999999>",
        "grant Council to <@1>",
        'grant "Council to <@1>',
        "grant @Council from <@1>",
        "take @Council to <@1>",
        "take @Council",
        "create",
        "create role Council",
        'create role ""',
        'create role "   "',
        'create channel "x"',
        "rules",
        "rules main",
        "rules main quorum 20%",
        "rules main:",
        "rules main: executor 0x1",
        "rules main: quorum",
        "rules main: quorum 1%, preset token",
        "rules main: preset token, preset token",
        "retire",
        "retire main",
        "moderators",
        "moderators Stewards",
        "moderators @A @B <@&1>",
        "guardians 5",
    ],
)
def test_what_is_not_written_as_it_should_be_is_refused(line: str) -> None:
    with pytest.raises(BadAction):
        acts_in(line)


@pytest.mark.attack("text")
@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        found, rest = acts_in(text)
    except BadAction:
        return
    assert len(rest.splitlines()) <= len(text.splitlines())
    assert all(act.number <= len(text.splitlines()) for act in found)


def test_every_kind_has_its_class_and_its_words() -> None:
    say = language()
    assert set(ACTS) == set(ActKind)
    assert len({kind_words(kind, say) for kind in ActKind}) == len(ActKind)
    for kind in ActKind:
        (written,), _ = acts_in(how_to_write(kind).replace("<@member>", "<@1>"))
        assert written.kind is kind


@given(acts)
def test_every_act_has_words(act: AnyAct) -> None:
    assert act_words(act, language())


@given(st.integers(0, 2**53 - 1))
def test_the_powers_of_a_role_are_those_of_its_bits(permissions: int) -> None:
    assert {Power[name.upper()] for name in powers_of(permissions)} == {
        power for power in Power if power & permissions
    }
