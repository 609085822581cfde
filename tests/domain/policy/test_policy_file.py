"""Policies as TOML: read, written, and refused with line, field and reason."""

import tomllib
from datetime import timedelta
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.errors import BadPolicy
from bot.domain.policy.bounds import MAX_BYTES
from bot.domain.policy.model import Policy, preset, preset_names
from bot.domain.policy.toml.file import preset_file, read_policy
from bot.domain.policy.toml.positions import lines_of
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.power import Erc20, PowerRule
from bot.wording.governance.policies.policies import policy_lines
from tests.said import PLAIN_ENGLISH, raises_saying, said

TOKEN = (resources.files("bot.domain.policy") / "presets" / "token.toml").read_text(encoding="utf-8")
CONTRACT = "0x52908400098527886E0F7030069857D2E4169EE7"


def faults_of(text: str) -> list[str]:
    with pytest.raises(BadPolicy) as refused:
        read_policy(text.encode())
    return [said(fault) for fault in refused.value.faults]


def line_of(wanted: str, text: str = TOKEN) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if wanted in line)


def changed(old: str, new: str) -> str:
    assert old in TOKEN
    return TOKEN.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ('voting = "P5D"', 'voting = "soon"', "soon", 'periods.voting: should be a duration such as "P2D"'),
        ('voting = "P5D"', 'voting = "PT0S"', "PT0S", "periods.voting: should be greater than"),
        ('voting = "P5D"', "", "[periods]", "periods.voting: is missing"),
        ("reactions =", "reaction =", "reaction =", "reaction: is not a field here: did you mean reactions?"),
        ("counts =", "count =", "count =", "rules.quorum.count: is not a field here: did you mean counts?"),
        ('"4/100"', "0.04", "0.04", "rules.quorum.value: should be a whole number, or a fraction as text"),
        ('"4/100"', '"4%"', '"4%"', "rules.quorum.value: should be a fraction"),
        (
            '["For", "Abstain"] }',
            '["Four"] }',
            "Four",
            "rules.quorum.counts[1]: should name one of the choices",
        ),
        ('"single"', '"singel"', "singel", "mechanism: should be 'single', 'approval'"),
        (
            '["For", "Against", "Abstain"]\n#',
            '["For", "for"]\n#',
            '"for"',
            "choices[2]: should be another choice",
        ),
        ("reactions = true", "early_end = true", "early_end", "early_end: needs rules.revote = false"),
        (
            "reactions = true",
            'privacy = "after_close"',
            "",
            "reactions: should be false where privacy",
        ),
        (
            "reactions = true",
            'objection = "P5D"',
            "objection",
            "objection: should be shorter than the voting",
        ),
        (
            "reactions = true",
            'extension = { window = "P6D", at_most = "P9D" }',
            "extension",
            "extension.window: should be shorter than the voting period",
        ),
        (
            "reactions = true",
            'next_track = "binding"',
            "timelock =",
            'periods.timelock: should be "PT0S" before',
        ),
        ('"single"', '"conviction"', "", "options.max_ratio: is missing"),
    ],
)
def test_a_fault_is_told_with_its_line_its_field_and_the_reason(
    old: str, new: str, at: str, said: str
) -> None:
    text = changed(old, new)
    found = faults_of(text)
    assert any(said in fault for fault in found), found
    told = next(fault for fault in found if said in fault)
    line = f"line {line_of(at, text)}: " if at else ""
    assert told == line + told[told.index(said) :]


def test_every_fault_is_told_at_once_in_the_order_of_lines() -> None:
    found = faults_of(changed('voting = "P5D"', 'votin = "P5D"').replace("reactions", "reaction"))
    assert [fault.split(": ")[1] for fault in found] == ["reaction", "periods.voting", "periods.votin"]


def test_a_fault_in_an_array_of_tables_is_told_with_its_own_line_and_number() -> None:
    text = f"""{TOKEN}
[[power.sources]]
kind = "erc20"
chain = 1
contract = "{CONTRACT}"

[[power.sources]]
kind = "erc20"
chain = 1
contract = "0x12"
"""
    assert faults_of(text) == [
        f"line {line_of('0x12', text)}: power.sources[2].contract: it is not 0x and 40 hexadecimal digits"
    ]


def test_a_source_of_an_unknown_kind_is_told_which_there_are() -> None:
    (fault,) = faults_of(TOKEN + '[[power.sources]]\nkind = "gold"\n')
    assert "power.sources[1]: should have one of the kinds 'erc20'" in fault


@pytest.mark.parametrize(
    ("text", "line"), [("name = ", 1), ('name = "x"\n[rules\n', 2), ('name = "x"\nname = "y"\n', 2)]
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int) -> None:
    (fault,) = faults_of(text)
    assert fault.startswith(f"line {line}: this is not TOML")


def test_what_is_no_text_or_too_long_is_refused() -> None:
    with pytest.raises(BadPolicy) as refused:
        read_policy(b"name = 'x'\n\xff\xfe")
    assert said(refused.value.faults[0]) == "line 2: this is not text in UTF-8"
    assert f"more than {MAX_BYTES} bytes" in faults_of("#" * (MAX_BYTES + 1))[0]


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_written_and_read_back_as_it_is(name: str) -> None:
    policy = preset(name)
    assert read_policy(policy_toml(policy).encode()).policy == policy


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_has_a_description_and_is_said_in_sentences(name: str) -> None:
    assert preset_file(name).about.description
    lines = policy_lines(preset(name), PLAIN_ENGLISH)
    assert len(lines) >= 5
    assert all(line.endswith(".") for line in lines)


def test_numbers_larger_than_other_programs_have_are_read_back_exactly() -> None:
    source = Erc20(chain=1, contract=CONTRACT, weight=10**30, cap=10**60)
    policy = preset("token").model_copy(
        update={"proposal_threshold": 2**200, "power": PowerRule(sources=(source, source), symbol='A"\\\x7f')}
    )
    again = read_policy(policy_toml(policy).encode()).policy
    assert again == policy
    assert again.hash == policy.hash


_keys = st.sampled_from(["a", "b", "c_1", '"q.k"', "'x y'"])
_values = st.recursive(
    st.sampled_from(["1", '"t # ]"', "'[lit]'", "true", "1979-05-27", '"""\n[x]\n"""', "[]", "{}", '"\\""'])
    | st.integers().map(str),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[\n" + "".join(f"{i}, # c\n" for i in items) + "]")
        | st.dictionaries(_keys, inner.filter(lambda v: "\n" not in v), max_size=3).map(
            lambda table: "{ " + ", ".join(f"{k} = {v}" for k, v in table.items()) + " }"
        )
    ),
    max_leaves=6,
)
_tables = st.lists(
    st.tuples(st.sampled_from(["", "[[t]]", "[[t]]\n"]), st.dictionaries(_keys, _values)), max_size=4
)


@given(_tables)
def test_every_value_of_a_toml_text_has_a_line_on_which_it_stands(
    tables: list[tuple[str, dict[str, str]]],
) -> None:
    text = "\n".join(
        f"# table\n{'[[t]]' if number else ''}\n" + "".join(f"{k} = {v}\n" for k, v in pairs.items())
        for number, (_, pairs) in enumerate(tables)
    )
    document = tomllib.loads(text)
    lines = lines_of(text)
    assert set(_places(document, ())) <= set(lines)
    shown = text.splitlines()
    for place, line in lines.items():
        if place and isinstance(place[-1], str):
            assert place[-1] in shown[line - 1]


def _places(value: Any, place: tuple[int | str, ...]) -> list[tuple[int | str, ...]]:
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [found for key, item in inner for found in [(*place, key), *_places(item, (*place, key))]]


def test_a_policy_that_breaks_a_rule_between_fields_is_refused_wherever_it_comes_from() -> None:
    with raises_saying(ValidationError, "shorter than the voting period"):
        Policy.model_validate({**preset("token").model_dump(), "objection": timedelta(days=5)})


LIMITED = f"""
[limits]
period = "P30D"

[[limits.spending]]
asset = "{CONTRACT.lower()}"
symbol = "USDC"
decimals = 6
per_period = 50000000000
per_recipient = "10000000000"
recipients = ["{CONTRACT}"]

[[limits.spending]]
per_period = 2000000000000000000

[[limits.calls]]
contract = "{CONTRACT}"
functions = ["deposit(uint256)", "swap((address,uint256)[],bool)"]
"""


def test_limits_are_read_written_back_and_said() -> None:
    policy = read_policy((TOKEN + LIMITED).encode()).policy
    assert read_policy(policy_toml(policy).encode()).policy == policy
    assert Policy.model_validate(policy.document()) == policy
    text = "\n".join(policy_lines(policy, PLAIN_ENGLISH))
    assert "Limits: actions may do this and nothing else, in any 30 days:" in text
    assert (
        f"• send 50\u202f000 USDC ({CONTRACT}); at most 10\u202f000 to one account; only to {CONTRACT}"
        in text
    )
    assert "• send 2 ETH" in text
    assert f"• call deposit(uint256), swap((address,uint256)[],bool) on {CONTRACT}" in text


def test_a_policy_without_limits_keeps_its_hash() -> None:
    assert "limits" not in read_policy(TOKEN.encode()).policy.document()


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    "function",
    [
        "deposit(uint)",
        "deposit(uint256 amount)",
        "deposit( uint256)",
        "deposit",
        "deposit(uint256",
        "deposit(uint256)[]",
        "deposit(uint256)(bool)",
        "deposit(uint257)",
        "deposit(bytes33)",
        "(uint256)",
        "0xd0e30db0",
        "",
        "déposit(uint256)",
        "f(" + "(" * 60 + ")" * 60 + ",)",
        "f(" + ",".join(["address"] * 40) + ")",
    ],
)
def test_what_names_no_function_is_refused_at_its_place(function: str) -> None:
    text = TOKEN + LIMITED.replace("deposit(uint256)", function)
    (fault,) = [each for each in faults_of(text) if "limits" in each]
    assert "limits.calls[1].functions[1]: should be a function with the types of its arguments" in fault


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('period = "P30D"', 'period = "PT0S"', "limits.period: should be greater than"),
        ('period = "P30D"', "", "limits.period: is missing"),
        ("per_period = 50000000000", "per_period = -1", "limits.spending[1].per_period"),
        ("per_period = 50000000000", "", "limits.spending[1].per_period: is missing"),
        ("per_recipient =", "per_reciepient =", "did you mean per_recipient?"),
        (f'recipients = ["{CONTRACT}"]', 'recipients = ["somebody"]', "limits.spending[1].recipients[1]"),
        (
            f'recipients = ["{CONTRACT}"]',
            f"recipients = {[CONTRACT] * 201!r}",
            "limits.spending[1].recipients",
        ),
        ('functions = ["deposit(uint256)", "swap((address,uint256)[],bool)"]', "functions = []", "functions"),
        ("[limits]", 'next_track = "binding"\n[limits]', ""),
    ],
)
def test_limits_that_do_not_hold_together_are_refused(old: str, new: str, said: str) -> None:
    assert old in LIMITED
    assert any(said in fault for fault in faults_of(TOKEN + LIMITED.replace(old, new, 1)))
