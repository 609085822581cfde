"""Policy files that somebody made to stop the bot, or to break the next start for everybody."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadPolicy
from bot.domain.policy.bounds import (
    LONGEST_WORD,
    MAX_BYTES,
    MOST_BRACKETS,
    MOST_DOTS,
    MOST_SOURCES,
    MOST_UNITS,
    MOST_VALUES,
    RULE_CHARACTERS,
    RULE_DEPTH,
    RULE_ITEMS,
    RULE_NUMBER,
)
from bot.domain.policy.model import Policy, preset, preset_names
from bot.domain.policy.toml.file import preset_file, read_policy
from bot.domain.policy.toml.shape import shape_fault
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.quantities import LONGEST
from tests.said import said

TOKEN = policy_toml(preset("token"))
CONVICTION = policy_toml(preset("conviction"))
CONTRACT = "0x52908400098527886E0F7030069857D2E4169EE7"
DAYS = f'should be at most "P{LONGEST.days}D"'
UNITS = f"should be less than or equal to {MOST_UNITS}"
VALUES = f"more than {MOST_VALUES} keys, list items and tables"
DOTS = f"more than {MOST_DOTS} dots"
NESTED = f"more than {MOST_BRACKETS} lists or tables inside each other"
WORD = f"a key or number of more than {LONGEST_WORD} characters"
LONG = "P3661D"
HEADS = '{ kind = "headcount", value = 1 }'
FOR = ["For"]


def told(data: bytes) -> list[str]:
    with pytest.raises(BadPolicy) as refused:
        read_policy(data)
    return [said(fault) for fault in refused.value.faults]


def filled(piece: str, around: tuple[str, str] = ("", "")) -> str:
    """As much of the piece as fits into a file."""
    return around[0] + piece * ((MAX_BYTES - sum(map(len, around))) // len(piece)) + around[1]


def changed(field: str, value: str, text: str = TOKEN) -> str:
    """The policy with another value where the field stands, or with the field at its head."""
    line = next((each for each in text.splitlines() if each.startswith(f"{field} = ")), None)
    return f"{field} = {value}\n{text}" if line is None else text.replace(line, f"{field} = {value}", 1)


def source(**fields: str) -> str:
    named = {"kind": '"erc20"', "chain": "1", "contract": f'"{CONTRACT}"'} | fields
    return "{ " + ", ".join(f"{name} = {value}" for name, value in named.items() if value) + " }"


def power(sources: str, **fields: str) -> str:
    """The policy with these sources of power."""
    head = TOKEN[: TOKEN.index("[power]")]
    tail = TOKEN[TOKEN.index("[power]") + len("[power]") :]
    after = tail[tail.index("\n[") :] if "\n[" in tail else ""
    more = "".join(f"{name} = {value}\n" for name, value in fields.items())
    return f"{head}[power]\nsources = {sources}\n{more}{after}"


def rules(text: str) -> str:
    """The policy with these lines for its rules."""
    begin = TOKEN.index("[rules]")
    end = TOKEN.index("\n[", begin)
    return f"{TOKEN[:begin]}[rules]\n{text}\n{TOKEN[end:]}"


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(filled("a."), DOTS, id="dotted key"),
        pytest.param(filled(" . a", ("a", "=1")), DOTS, id="dots with spaces"),
        pytest.param(filled('"a".', ("", "a=1")), DOTS, id="dotted quoted keys"),
        pytest.param(filled("a.", ("[", "a]")), DOTS, id="dotted table"),
        pytest.param(filled("a.", ("[[", "a]]")), DOTS, id="dotted array of tables"),
        pytest.param(filled("a.", ("a = { ", "a = 1 }")), DOTS, id="dotted key in a table in a line"),
        pytest.param(filled(f"{'a.' * 50}a = 1\n"), DOTS, id="many dotted keys"),
        pytest.param(filled("1.", ("a = ", "")), DOTS, id="a number of dots"),
        pytest.param(filled("[", ("a = ", "")), NESTED, id="lists, never closed"),
        pytest.param("a = " + "[" * 30_000 + "]" * 30_000, NESTED, id="lists in lists"),
        pytest.param("a = " + "{a=" * 15_000 + "1" + "}" * 15_000, NESTED, id="tables in tables"),
        pytest.param("a = " + "[{a=" * 10_000 + "1" + "}]" * 10_000, NESTED, id="tables in lists"),
        pytest.param(filled("[", ("choices = ", "")), NESTED, id="a list of a known field"),
        pytest.param(filled("9", ("proposal_threshold = ", "")), WORD, id="more digits than Python reads"),
        pytest.param(filled("f", ("proposal_threshold = 0x", "")), WORD, id="hexadecimal digits"),
        pytest.param(filled("_1", ("a = 1", "")), WORD, id="digits with underscores"),
        pytest.param(filled("9", ("a = 1e", "")), WORD, id="an exponent"),
        pytest.param(filled("a", ("", " = 1")), WORD, id="a long key"),
        pytest.param(filled("1,", ("choices = [", "]")), VALUES, id="a long list"),
        pytest.param(filled("[[a]]\n"), VALUES, id="many tables"),
        pytest.param(filled("[],", ("a = [", "]")), VALUES, id="many lists"),
        pytest.param(
            "".join(f"{number}=1\n" for number in range(9_000)),
            "is not a field here",
            id="many keys",
        ),
        pytest.param(filled("x"), WORD, id="no TOML at all"),
        pytest.param(filled("x") + "x", f"more than {MAX_BYTES} bytes", id="one byte too many"),
        pytest.param(filled('"""\\'), "this is not TOML", id="strings that never end"),
        pytest.param("a = 2021-99-99", "this is not TOML", id="a day that there isn't"),
        pytest.param("a = 0001-01-01T00:00:00+23:59", "is not a field here", id="before all time"),
    ],
)
def test_a_file_that_would_keep_a_parser_busy_is_refused_with_the_bound(text: str, why: str) -> None:
    found = told(text.encode())
    assert any(why in fault for fault in found), found
    assert len(found) <= 20


@pytest.mark.attack("files")
@pytest.mark.parametrize("days", ["P999999999D", "P10000000D", LONG, "PT87841H", "-P1D"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("discussion", '"{}"'),
        ("voting", '"{}"'),
        ("timelock", '"{}"'),
        ("execution", '"{}"'),
        ("unresolved_after", '"{}"'),
        ("unseen_after", '"{}"'),
        ("objection", '"{}"'),
        ("extension", '{{ window = "{}", at_most = "P1D" }}'),
        ("extension", '{{ window = "PT1H", at_most = "{}" }}'),
    ],
)
def test_no_time_of_a_policy_is_longer_than_ten_years_or_runs_backwards(
    field: str, value: str, days: str
) -> None:
    text = (
        TOKEN
        if field != "unseen_after"
        else TOKEN.replace("[periods]\n", '[periods]\nunseen_after = "PT1H"\n')
    )
    found = told(changed(field, value.format(days), text).encode())
    why = "should be" if days.startswith("-") else DAYS
    assert any(field in fault and why in fault for fault in found), found


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        (changed("proposal_threshold", f'"{MOST_UNITS + 1}"'), f"proposal_threshold: {UNITS}"),
        (changed("proposal_threshold", f'"{"9" * 50_000}"'), f"proposal_threshold: {UNITS}"),
        (changed("proposal_threshold", f'"-{"9" * 50_000}"'), "proposal_threshold: should be"),
        (changed("rewards", f'{{ ballot = "{MOST_UNITS + 1}" }}'), f"rewards.ballot: {UNITS}"),
        (changed("rewards", f'{{ accepted = "{MOST_UNITS + 1}" }}'), f"rewards.accepted: {UNITS}"),
        (changed("name", f'"{"n" * 60_000}"'), "name: should have at most 40 characters"),
        (changed("next_track", f'"{"n" * 60_000}"'), "next_track: should be the name of a track"),
        (changed("undecided_per_member", "101"), "undecided_per_member: should be less than or equal to 100"),
        (changed("undecided_per_space", "1001"), "undecided_per_space: should be less than or equal to 1000"),
        (changed("choices", filled('"a",', ("[", "]"))[:40_000] + "]"), "choices"),
        (changed("choices", str(["a" * 101, "b"])), "choices[1]: should have 1 to 100 characters"),
        (changed("choices", str([f"c{number}" for number in range(1000)])), "choices: should be at most 50"),
        (
            power(f"[{', '.join([source()] * (MOST_SOURCES + 1))}]"),
            f"should have at most {MOST_SOURCES} items",
        ),
        (power(f"[{source(weight=str(MOST_UNITS + 1))}]"), f"weight: {UNITS}"),
        (power(f"[{source(cap=str(MOST_UNITS + 1))}]"), f"cap: {UNITS}"),
        (power(f"[{source(chain=str(2**53))}]"), f"chain: should be less than or equal to {2**53 - 1}"),
        (power(f"[{source(chain='0')}]"), "chain: should be greater than or equal to 1"),
        (
            power(f"[{source(kind=chr(34) + 'role' + chr(34), chain='', contract='', role=str(2**63))}]"),
            f"role: should be less than or equal to {2**63 - 1}",
        ),
        (
            power('[{ kind = "reputation", half_life = "P999999999D" }]'),
            DAYS,
        ),
        (power("[]", cap=f'"{MOST_UNITS + 1}"'), f"power.cap: {UNITS}"),
        (power("[]", minimum=f'"{MOST_UNITS + 1}"'), f"power.minimum: {UNITS}"),
        (power("[]", decimals="78"), "power.decimals: should be less than or equal to 77"),
        (power("[]", symbol=f'"{"S" * 60_000}"'), "power.symbol: should have at most 32 characters"),
        (power("[]", holding='{ window = "P999999999D", samples = 3 }'), f"power.holding.window: {DAYS}"),
        (
            power("[]", holding='{ window = "P1D", samples = 13 }'),
            "samples: should be less than or equal to 12",
        ),
        (
            rules(f"min_voters = {RULE_NUMBER + 1}"),
            f"min_voters: should be less than or equal to {RULE_NUMBER}",
        ),
        (rules(f"min_voters = -{RULE_NUMBER + 1}"), f"should be greater than or equal to -{RULE_NUMBER}"),
        (
            rules(f'quorum = {{ kind = "absolute", value = "{"9" * 50_000}" }}'),
            f"rules.quorum.value: should have at most {RULE_CHARACTERS} characters",
        ),
        (
            rules(f'quorum = {{ kind = "share", value = "1/{"9" * 3_900}" }}'),
            f"rules.quorum.value: should have at most {RULE_CHARACTERS} characters",
        ),
        (
            rules(f'quorum = {{ kind = "share", value = "1/2", counts = {FOR * 5_000} }}'),
            f"rules.quorum.counts: should have at most {RULE_ITEMS} items",
        ),
        (
            rules(f"quorum = [{', '.join([HEADS] * 1_000)}]"),
            f"rules.quorum: should have at most {RULE_ITEMS} items",
        ),
        (rules(f"quorum = {'[' * 9}{']' * 9}"), f"more than {RULE_DEPTH} lists or tables"),
        (changed("half_life", '"P999999999D"', CONVICTION), DAYS),
        (changed("time_unit", str(10**15), CONVICTION), "time_unit: should be less than or equal to"),
        (changed("max_ratio", f'"1/{"9" * 4_000}"', CONVICTION), "should have at most 160 characters"),
        (changed("weight", f'"1/{"9" * 4_000}"', CONVICTION), "should have at most 160 characters"),
        (TOKEN + f'\n[about]\nnext = "{"n" * 60_000}"\n', "about.next: should have at most 40 characters"),
        (
            TOKEN + f'\n[about]\ndescription = "{"n" * 60_000}"\n',
            "about.description: should have at most 200 characters",
        ),
    ],
)
def test_a_number_list_or_text_beyond_its_bound_is_refused_with_the_bound(text: str, why: str) -> None:
    found = told(text.encode())
    assert any(why in fault for fault in found), found


@pytest.mark.parametrize("name", preset_names())
def test_no_preset_comes_near_a_bound_of_files(name: str) -> None:
    text = policy_toml(preset_file(name).policy)
    assert shape_fault(text) is None
    assert shape_fault(text * 9) is None


def test_the_largest_lists_that_a_policy_can_have_fit_into_a_file_that_is_read() -> None:
    ids = ", ".join(f'{{ id = "{number}" }}' for number in range(200))
    nfts = source(kind='"erc721"', ids=f"[{ids}]")
    accounts = ", ".join(f'{{ account = "0x{number:040x}", amount = "1" }}' for number in range(1, 700))
    listed = source(kind='"allowlist"', chain="", contract="", entries=f"[{accounts}]")
    policy = read_policy(power(f"[{nfts}, {listed}]").encode()).policy
    assert len(policy.power.sources) == 2
    assert read_policy(policy_toml(policy).encode()).policy == policy


def test_every_bound_itself_can_be_reached() -> None:
    text = changed("proposal_threshold", f'"{MOST_UNITS}"').replace('voting = "P5D"', 'voting = "P3660D"')
    policy = read_policy(text.encode()).policy
    assert (policy.proposal_threshold, policy.periods.voting) == (MOST_UNITS, LONGEST)


def test_dots_and_brackets_in_texts_and_comments_are_nothing_but_text() -> None:
    marks = "[{" * 50 + "a." * 50 + "=" * 300
    for text in (f'name = "{marks}"', f"name = '{marks}'", f'name = """\n{marks}\n"""', f"# {marks}\n"):
        assert shape_fault(text) is None
        tomllib.loads(text)


@given(st.text(max_size=400) | st.text(alphabet="a.=[]{}\"'\n#,\\ 1", max_size=400))
def test_whatever_is_sent_is_a_policy_or_refused_with_its_faults(text: str) -> None:
    try:
        found: Policy | BadPolicy = read_policy(text.encode("utf-8", "surrogatepass")).policy
    except BadPolicy as refused:
        found = refused
    if isinstance(found, BadPolicy):
        assert found.faults
        assert all(said(fault) for fault in found.faults)
