"""A form ends as the line that one would type: the same grammar reads it as what the form is for."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import PaymentUnclear
from bot.domain.line_forms.form import MOST_ASKED, Answer, LineForm, LinePart
from bot.domain.line_forms.registry import ACT_FORMS, ACTION_FORMS, LINE_FORMS
from bot.domain.milestones.lines import milestones_in
from bot.domain.reputation.grants import grants_in
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.lines.lines import acts_in
from bot.execution.actions.lines import names_in, wanted

ACCOUNT = "0x52908400098527886E0F7030069857D2E4169EE7"
OTHER = "0x8617E340B3D01FA5F11F306F4090FD50E238070D"
TOKEN = "0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984"
BY_ANSWER = {
    Answer.NAME: "Grants\n of  ours",
    Answer.PRESET: "quadratic",
    Answer.TRACK: "Small grants",
    Answer.SPACE: "Grants",
    Answer.MEMBER: "1234",
    Answer.ROLE: "501",
    Answer.TEXT_CHANNEL: "801",
    Answer.TALK_CHANNEL: "802",
    Answer.CATEGORY: "803",
    Answer.CALLDATA: "0xdead\nbeef",
    Answer.ASSET: TOKEN,
}
BY_NAME = {
    "days": "30",
    "settings": "quorum 20%, timelock 3d",
    "amounts": "5,000 USDC and 2 ETH",
    "limit": "5 ETH per 30 days",
    "proposal": "#12",
    "amount": "25 000",
    "value": "1 000.5 ETH",
    "to": ACCOUNT,
    "over": "4 years from 2027-01-31",
    "cliff": "1 year",
    "stream": "7",
    "by": TOKEN,
    "owners": f"{ACCOUNT}\n{OTHER}",
    "threshold": "2",
    "number": "3",
    "recallable": "recallable",
    "function": "set(address to,\n  uint256 value)",
    "arguments": f"{ACCOUNT}\n5",
    "due": "2027-01-31",
}
WITH_TOKEN = {"milestone", "vest", "take_back"}
"""Whose amount stands with the token."""


def sample(form: LineForm, part: LinePart) -> str:
    if part.name == "amount" and form.kind in WITH_TOKEN:
        return f"25 000 {TOKEN}"
    return BY_ANSWER.get(part.answer) or BY_NAME[part.name]


def filled(form: LineForm, *, all_of_it: bool) -> dict[str, str]:
    """Every part, or those alone that have to be answered; of two recipients one."""
    parts = [part for part in form.parts if all_of_it or part.required]
    answers = {part.name: sample(form, part) for part in parts}
    if form.pays:
        answers.pop("to", None)
        answers["member"] = "1234"
        if form.asks(Answer.ASSET):
            answers["asset"] = TOKEN
    if form.kind == ActKind.CHANGE_RULES:
        # One of two has to be there.
        answers.setdefault("preset", "quadratic")
    if form.kind == ActKind.LIMIT_SPACE and not all_of_it:
        answers["amounts"] = "nothing"
    return answers


def spelt(line: str) -> str:
    """With accounts for mentions, as they are looked up."""
    return line.replace("<@1234>", OTHER)


@pytest.mark.parametrize("all_of_it", [True, False], ids=["all", "what is required"])
@pytest.mark.parametrize("kind", ACT_FORMS)
def test_the_form_of_an_act_ends_as_a_line_that_is_that_act(kind: str, all_of_it: bool) -> None:
    line = ACT_FORMS[kind].line(filled(ACT_FORMS[kind], all_of_it=all_of_it))
    (act,), others = acts_in(line)
    assert (act.kind, others, act.number) == (kind, "", 1)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("grant_role", "grant <@&501> to <@1234> for 30 days"),
        ("grant_to_winners", "grant <@&501> to winners for 30 days"),
        ("change_rules", 'rules "Small grants": preset quadratic, quorum 20%, timelock 3d'),
        ("create_channel", 'create channel "Grants of ours" in <#803>'),
        ("limit_space", 'limit space "Grants" to 5,000 USDC and 2 ETH per 30 days'),
        (
            "create_space",
            'create space "Grants of ours" from quadratic moderators <@&501> '
            "announcements <#801> discussion <#802> log <#801> limit 5 ETH per 30 days",
        ),
        ("payment", f"transfer 25000 {TOKEN} to <@1234>"),
        ("stream", f"stream 25000 {TOKEN} to <@1234> over 4 years from 2027-01-31"),
        ("vest", f"vest 25000 {TOKEN} to <@1234> over 4 years from 2027-01-31 cliff 1 year"),
        ("milestone", f'milestone "Grants of ours" by 2027-01-31: transfer 25000 {TOKEN} to <@1234>'),
        ("take_back", f"withdraw 25000 {TOKEN} from {TOKEN}"),
        ("deploy_safe", f"deploy safe owners {ACCOUNT} {OTHER} threshold 2 recallable number 3"),
        ("raw", f"raw {ACCOUNT} 0xdeadbeef value 1000.5 ETH"),
    ],
)
def test_what_is_filled_in_stands_in_the_line_as_one_writes_it(kind: str, line: str) -> None:
    assert LINE_FORMS[kind].line(filled(LINE_FORMS[kind], all_of_it=True)) == line


@pytest.mark.parametrize("all_of_it", [True, False], ids=["all", "what is required"])
@pytest.mark.parametrize("kind", ACTION_FORMS)
def test_the_form_of_an_action_ends_as_a_line_that_the_grammar_takes(kind: str, all_of_it: bool) -> None:
    form = ACTION_FORMS[kind]
    line = form.line(filled(form, all_of_it=all_of_it))
    if not form.executed:
        (change,), others = grants_in(line)
        assert (change.member, others) == (1234, "")
    elif form.promised:
        (milestone,), others = milestones_in(line)
        assert (milestone.title, others) == ("Grants of ours", "")
    else:
        words = names_in(line, "ETH")
        assert {each.text for each in words.accounts} <= {"<@1234>"}
        if kind == "call" and not all_of_it:
            form = ACTION_FORMS["call"]
            line = form.line({"to": ACCOUNT, "function": "stop()"})
        wanted(spelt(line), "ETH")


def test_what_is_on_another_chain_says_so_at_the_beginning_of_its_line() -> None:
    answers = {"amount": "5", "asset": "on polygon: POL", "to": ACCOUNT}
    assert ACTION_FORMS["payment"].line(answers) == f"on polygon: transfer 5 POL to {ACCOUNT}"


@pytest.mark.parametrize(
    "answers",
    [
        {"asset": "ETH", "to": ACCOUNT},
        {"amount": "5", "to": ACCOUNT},
        {"amount": "5 ETH", "asset": "ETH", "to": ACCOUNT},
        {"amount": "5", "asset": "ETH"},
        {"amount": "5", "asset": "ETH", "to": ACCOUNT, "member": "1"},
    ],
)
@pytest.mark.parametrize("kind", [kind for kind, form in ACTION_FORMS.items() if form.pays])
def test_whoever_pays_names_amount_asset_and_one_recipient(kind: str, answers: Mapping[str, str]) -> None:
    with pytest.raises(PaymentUnclear):
        ACTION_FORMS[kind].line(answers)


@given(st.sampled_from(sorted(LINE_FORMS)), st.text(max_size=60), st.data())
def test_whatever_is_typed_stays_one_line(kind: str, typed: str, data: st.DataObject) -> None:
    form = LINE_FORMS[kind]
    answers = filled(form, all_of_it=True)
    written = [
        part.name for part in form.asked if part.name in ("name", "title", "settings", "over", "cliff")
    ]
    for name in data.draw(st.sets(st.sampled_from(written))) if written else ():
        answers[name] = typed
    assert len(form.line(answers).splitlines()) == 1


@pytest.mark.parametrize("form", LINE_FORMS.values(), ids=lambda form: str(form.kind))
def test_a_form_asks_for_no_more_than_it_has_room_for(form: LineForm) -> None:
    assert 1 <= len(form.asked) <= MOST_ASKED
    assert len({part.name for part in form.parts}) == len(form.parts)
    # What isn't asked for has something usual, or isn't needed.
    assert all(part.asked or part.usual or not part.required for part in form.parts)
