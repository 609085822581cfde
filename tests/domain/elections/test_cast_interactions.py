"""What a signed interaction says is what the bot's own buttons, menus and forms write into it, and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.elections.ballot import CastMethod
from bot.domain.elections.evidence.countersignature import LONGEST_BODY
from bot.domain.elections.evidence.interactions import CastInteraction, Kept, NoBallot, cast_by
from bot.domain.errors import BallotUnclear, NotOnBallot
from bot.domain.ids import ProposalId, ProposalNumber
from bot.domain.policy.model import Policy, preset
from cogs.components.ballots.numbers import ALL
from cogs.components.ballots.one import VOTE, VOTE_MENU
from cogs.components.ballots.ranking import RANK_STEP, letters
from cogs.components.ballots.registry import REASON
from cogs.components.ballots.several import APPROVE, APPROVE_NONE
from cogs.voting.modals import NumbersModal, ReasonModal

SIZE = 6
NAMES = ("Apple", "Pear", "Plum", "Fig", "Quince", "Medlar")
PROPOSAL, MEMBER, GUILD, APPLICATION, ID = ProposalId(7), 1001, 2002, 77, 1_300_000_000_000_000_000
NUMBER = ProposalNumber(3)
ORDERS = st.lists(st.integers(1, SIZE), unique=True, min_size=1, max_size=SIZE)


def policy(mechanism: str = "single") -> Policy:
    return preset("token").model_copy(
        update={"mechanism": mechanism, "choices": NAMES, "options": {}, "rules": {}}
    )


def body(kind: int, data: dict[str, Any], **changed: Any) -> bytes:
    interaction = {
        "id": str(ID),
        "application_id": str(APPLICATION),
        "guild_id": str(GUILD),
        "type": kind,
        "token": "secret",
        "member": {"user": {"id": str(MEMBER), "username": "ada"}, "roles": []},
        "data": data,
    }
    return json.dumps(interaction | changed).encode()


def click(custom_id: str, *values: str) -> bytes:
    return body(3, {"component_type": 2, "custom_id": custom_id, "values": list(values)})


def form(custom_id: str, **fields: str) -> bytes:
    labels = [
        {"type": 18, "component": {"type": 4, "custom_id": name.strip("_"), "value": text}}
        for name, text in fields.items()
    ]
    return body(5, {"custom_id": f"{custom_id}/0a1b2c3d", "components": [{"type": 10}, *labels]})


def command(**options: str) -> bytes:
    given = [{"type": 3, "name": name, "value": value} for name, value in options.items()]
    cast = {"type": 1, "name": "cast", "options": given}
    return body(2, {"id": "5", "type": 1, "name": "vote", "options": [cast]})


def said(raw: bytes, mechanism: str = "single", **earlier: Any) -> Any:
    return cast_by(raw).choice(policy(mechanism), NUMBER, earlier)


@given(st.integers(1, SIZE))
def test_a_button_says_the_number_of_its_choice(number: int) -> None:
    found = cast_by(click(VOTE(proposal=PROPOSAL, choice=number)))
    assert found.choice(policy(), NUMBER) == number
    assert (found.id, found.application, found.guild, found.member, found.proposal) == (
        ID,
        APPLICATION,
        GUILD,
        MEMBER,
        PROPOSAL,
    )
    assert (found.cast_method, found.reason) == (CastMethod.BUTTON, None)


@given(st.integers(1, SIZE), st.integers(1, 4))
def test_a_menu_says_what_was_chosen_in_it(number: int, menu: int) -> None:
    assert said(click(VOTE_MENU(proposal=PROPOSAL, menu=menu), str(number))) == number


@given(st.lists(st.integers(1, SIZE), unique=True))
def test_approvals_are_the_numbers_that_were_chosen_in_order(chosen: list[int]) -> None:
    raw = click(APPROVE(proposal=PROPOSAL), *map(str, chosen))
    assert said(raw, "approval") == sorted(chosen)
    assert said(click(APPROVE_NONE(proposal=PROPOSAL)), "approval") == []


@given(ORDERS)
def test_a_ranking_stands_in_letters(order: list[int]) -> None:
    raw = click(RANK_STEP(proposal=PROPOSAL, step="cast", order=letters(order)))
    assert said(raw, "ranked_choice") == order


@given(st.dictionaries(st.integers(1, SIZE), st.integers(1, 99), min_size=1))
def test_a_form_of_numbers_says_them_by_field_or_in_lines(numbers: dict[int, int]) -> None:
    weights = {str(number): numbers[number] for number in sorted(numbers)}
    modal = NumbersModal.custom_id(proposal=PROPOSAL)
    by_field = form(modal, **{f"_{number}": str(weight) for number, weight in numbers.items()})
    lines = "\n".join(f"#{number} {NAMES[number - 1]}: {weight}" for number, weight in numbers.items())
    assert said(by_field, "weighted") == weights
    assert said(form(modal, **{ALL: lines}), "weighted") == weights


@given(st.integers(1, SIZE), st.text(st.characters(), max_size=30))
@example(1, "\0")
@example(2, "\ud83d")
def test_a_reason_comes_with_the_choice_that_it_is_for(number: int, reason: str) -> None:
    assert REASON(proposal=PROPOSAL, ballot=number)
    found = cast_by(form(ReasonModal.custom_id(proposal=PROPOSAL, ballot=number), reason=reason))
    assert found.choice(policy(), NUMBER) == number
    # JSON has no way to write two halves that aren't one letter.
    whole = reason.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert found.reason == (whole.strip().replace("\0", "\ufffd") or None)


def test_a_reason_for_an_earlier_ballot_keeps_its_choice() -> None:
    raw = form(ReasonModal.custom_id(proposal=PROPOSAL, ballot="=" + "ab" * 8), reason="so")
    assert cast_by(raw).said == Kept("ab" * 8)
    assert said(raw, "approval", **{"ab" * 8: [1, 3]}) == [1, 3]
    with pytest.raises(NoBallot):
        said(raw, "approval", **{"cd" * 8: [1, 3]})


@pytest.mark.parametrize("proposal", ["3", " #3 "])
def test_a_command_names_the_proposal_by_its_number_and_the_choice_in_words(proposal: str) -> None:
    found = cast_by(command(proposal=proposal, choice="pear", reason="so"))
    assert (found.number, found.choice(policy(), NUMBER), found.reason) == (NUMBER, 2, "so")
    assert found.cast_method is CastMethod.COMMAND


@pytest.mark.attack("order")
@given(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99), st.booleans())
def test_a_request_is_about_no_proposal_that_only_has_its_number_as_id_or_its_id_as_number(
    named: int, proposal: int, number: int, typed: bool
) -> None:
    raw = command(proposal=str(named), choice="1") if typed else click(VOTE(proposal=named, choice=1))
    about = cast_by(raw).is_about(ProposalId(proposal), ProposalNumber(number))
    assert about == (named == (number if typed else proposal))


CLICK = json.loads(click("vote:7:2"))


@pytest.mark.attack("order")
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe{\x00}\x00",
        click("vote:7:2").decode().encode("utf-16"),
        b"[" * 100_000,
        click("vote:7:2") + b" " * LONGEST_BODY,
        click("vote:7:2") + b"{}",
        body(1, {}),
        body(4, {"name": "vote", "options": []}),
        body(3, {"custom_id": "vote:7:2"}, guild_id=None),
        body(3, {"custom_id": "vote:7:2"}, guild_id="-1"),
        body(3, {"custom_id": "vote:7:2"}, id="١٢"),
        body(3, {"custom_id": "vote:7:2"}, id=5),
        body(3, {"custom_id": "vote:7:2"}, member={"user": {}}),
        body(3, {"custom_id": "vote:7:2"}, member={"user": {"id": "1e3"}}),
        body(3, {"custom_id": "vote:7:2"}, application_id=""),
        body(3, {"custom_id": 7}),
        click("vote"),
        click("vote:7"),
        click("vote:7:"),
        click("vote:7:2:3"),
        click("vote:-7:2"),
        click("vote:7:+2"),
        click("vote:7:2\n"),
        click("VOTE:7:2"),
        click("why:7"),
        click("vote-menu:7:1"),
        click("vote-menu:7:1", "1", "2"),
        click("vote-menu:7:1", "one"),
        click("approve:7", "1", "x"),
        click("approve:7:1", "1"),
        click("rank-step:7:pick:ab"),
        click("rank-step:7:cast:aB"),
        click("rank:7"),
        form("vote:7:2"),
        form("weigh-modal:7:1", _1="5"),
        form("weigh-modal:7", one="5"),
        form("weigh-modal:7", _0="5"),
        form("weigh-modal:7", _7="5"),
        form("reason-modal:7", reason="so"),
        form("reason-modal:7:=xyz", reason="so"),
        command(proposal="7"),
        command(choice="1"),
        command(proposal="seven", choice="1"),
        body(2, {"name": "vote", "options": [{"name": "mine", "options": []}]}),
        body(2, {"name": "proposal", "options": [{"name": "cast", "options": []}]}),
    ],
    ids=lambda raw: raw[:60].decode("ascii", "replace").replace("\x00", "") or "empty",
)
def test_a_body_that_casts_no_ballot_says_none(raw: bytes) -> None:
    with pytest.raises(NoBallot):
        cast_by(raw).choice(policy("weighted"), NUMBER)


@pytest.mark.attack("order")
@pytest.mark.parametrize(
    ("raw", "mechanism"),
    [
        (click("vote:7:0"), "single"),
        (click("vote:7:9"), "single"),
        (click("vote:7:999999999999999999"), "single"),
        (click("approve:7", "1", "1"), "approval"),
        (click("approve:7", "9"), "approval"),
        (click("rank-step:7:cast:aa"), "ranked_choice"),
        (click("rank-step:7:cast:"), "ranked_choice"),
        (click("rank-step:7:cast:y"), "ranked_choice"),
        (click("vote:7:1"), "approval"),
        (command(proposal="7", choice="Durian"), "single"),
        (form("weigh-modal:7", _1="many"), "weighted"),
    ],
)
def test_a_choice_that_the_count_would_not_take_is_none(raw: bytes, mechanism: str) -> None:
    with pytest.raises((NotOnBallot, BallotUnclear)):
        said(raw, mechanism)


@pytest.mark.attack("order")
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    ),
    st.sampled_from([*CLICK, "x"]),
)
def test_whatever_stands_in_a_part_a_body_is_read_or_refused(value: Any, part: str) -> None:
    raw = json.dumps({**CLICK, part: value}).encode()
    try:
        assert isinstance(cast_by(raw), CastInteraction)
    except NoBallot:
        assert part != "x"
