"""Numbers and names on the pages are those of the program."""

import json
import re
from datetime import timedelta

from pydantic import SecretStr

from bot.cli.app import app
from bot.domain.actions.actions import ACTIONS_LIMIT
from bot.domain.ballot_formats import authors_choices as author
from bot.domain.ballot_formats.names import MOST_CHOICES, MOST_IN_A_MENU
from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.counting.mechanism import BallotKind
from bot.domain.counting.registry import MECHANISMS
from bot.domain.policy import bounds
from bot.domain.policy.bounds import MAX_BYTES
from bot.domain.policy.checks import LONGEST_CHOICE, LONGEST_TRACK
from bot.domain.policy.limits import LONGEST_SIGNATURE, AllowedCalls, Limits, Spending
from bot.domain.policy.model import Periods, Policy, PowerRule, preset, preset_names
from bot.domain.policy.toml.file import preset_file, read_policy
from bot.domain.power import MAX_ATTESTERS, MAX_IDS, MAX_LISTED
from bot.domain.power.rule import MOST_SAMPLES
from bot.domain.quantities import LONGEST
from bot.services.governance.tracks.tracks import MOST_TRACKS
from bot.services.proposals.drafting import content
from bot.services.voting.casting import ballot_batch
from bot.services.wallets import link_limits
from bot.services.wallets import linking as wallets
from bot.settings import ChainSettings, Settings
from tests.docs.pages import ROOT, blocks, named, read, rows


def test_the_settings_of_the_page_are_the_settings() -> None:
    table = rows(read("docs/operators.md"), "setting")
    told = {name: table[cell] for cell in table for name in named(cell)}
    fields = {f"FOLKMOOT_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert set(told) == set(fields)
    for name, default in told.items():
        if fields[name].is_required():
            assert default == "must be set"
        elif quoted := named(default):
            is_ = fields[name].default
            assert quoted == [
                is_.get_secret_value() if isinstance(is_, SecretStr) else str(is_).removesuffix(".0")
            ]
        else:
            assert not fields[name].default


def test_the_example_file_names_settings_only() -> None:
    names = set(re.findall(r"^#?(FOLKMOOT_\w+)=", read(".env.example"), re.MULTILINE))
    assert names == {f"FOLKMOOT_{name.upper()}" for name in Settings.model_fields}


def test_the_fields_of_a_chain_are_those_of_the_page() -> None:
    table = rows(read("docs/operators.md"), "field")
    assert [name for cell in table for name in named(cell)] == list(ChainSettings.model_fields)


def test_the_commands_of_the_page_are_those_of_the_command_line() -> None:
    table = rows(read("docs/operators.md"), "command")
    told = {name.split()[1] for cell in table for name in named(cell)}
    commands = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    assert told == commands | {group.name for group in app.registered_groups}


def test_the_preset_is_as_the_page_says() -> None:
    told = rows(read("docs/moderators.md"), "rule")
    token = preset("token")
    assert told["choices"] == ", ".join(token.choices)
    periods = token.periods
    days = [period.days for period in (periods.discussion, periods.voting, periods.timelock)]
    assert told["discussion, voting, timelock"] == ", ".join(f"{day} days" for day in days)
    assert token.rules["quorum"] == {"kind": "share", "value": "4/100", "counts": ["For", "Abstain"]}
    assert told["quorum"] == "For and Abstain reach 4 % of all power"
    assert token.rules["majority"] == {"kind": "simple", "value": "1/2", "abstain": "excluded"}
    assert told["threshold"] == f"{token.proposal_threshold // 10**18} token"
    assert told["execution"] == f"within {periods.execution.days} days after the timelock"
    assert token.reactions
    assert periods.unresolved_after == timedelta(hours=6)
    assert "6 hours" in told["power that can't be read"]


def test_every_mechanism_can_be_voted_on_as_the_page_says() -> None:
    assert "Each of them can be voted on in Discord" in read("docs/mechanisms/README.md")
    assert {*BALLOT_FORMATS, BallotKind.STAKES} == {each.ballot for each in MECHANISMS.values()}


def test_the_presets_of_the_page_are_the_presets() -> None:
    table = rows(read("docs/policies.md"), "preset")
    told = {name: cell for head, cell in table.items() for name in named(head)}
    assert told == {name: preset_file(name).about.description for name in preset_names()}


def test_the_fields_of_a_policy_are_those_of_the_page() -> None:
    table = rows(read("docs/policies.md"), "field")
    told = {name: cell for head, cell in table.items() for name in named(head)}
    assert list(told) == list(Policy.model_fields)
    for field, part in (("periods", Periods), ("power", PowerRule)):
        assert set(part.model_fields) <= set(named(told[field]))
    assert f"at most {MOST_CHOICES}; at most {MOST_IN_A_MENU}" in told["choices"]


def test_the_policy_of_the_page_is_one() -> None:
    (text,) = blocks(read("docs/policies.md"), "policy")
    assert read_policy(text.encode()).policy.name == "grants"
    assert f"at most {MAX_BYTES // 1024} KB" in read("docs/policies.md")
    assert f"up to {MOST_TRACKS}" in read("README.md")


def test_the_bounds_of_a_policy_are_those_of_the_page() -> None:
    table = rows(read("docs/policies.md"), "bound")
    numbers = {head: re.findall(r"[0-9][0-9,]*", cell)[0].replace(",", "") for head, cell in table.items()}
    assert [int(number) for head, number in numbers.items() if not head.startswith("an amount")] == [
        bounds.MAX_BYTES,
        bounds.MOST_VALUES,
        bounds.MOST_DOTS,
        bounds.MOST_BRACKETS,
        bounds.LONGEST_WORD,
        LONGEST.days,
        bounds.MOST_DECIMALS,
        bounds.MOST_SOURCES,
        MAX_IDS,
        MAX_LISTED,
        MAX_ATTESTERS,
        MOST_SAMPLES,
        bounds.MOST_EXECUTORS,
        bounds.MOST_ASSETS,
        bounds.MOST_RECIPIENTS,
        bounds.MOST_CONTRACTS,
        bounds.MOST_FUNCTIONS,
        bounds.MOST_HOLIDAYS,
        bounds.MOST_SERVER_ROLES,
        bounds.MOST_SERVER_CATEGORIES,
        LONGEST_TRACK,
        bounds.LONGEST_SYMBOL,
        LONGEST_CHOICE,
        bounds.RULE_DEPTH,
        bounds.RULE_ITEMS,
        bounds.RULE_CHARACTERS,
        bounds.RULE_NUMBER,
    ]
    assert bounds.MOST_UNITS == 2**256 - 1
    assert "2²⁵⁶ − 1" in table["an amount of power or tokens, a weight, a cap"]


def test_the_limits_of_the_page_are_limits() -> None:
    text, (limited,) = (
        blocks(read("docs/policies.md"), "policy")[0],
        blocks(read("docs/policies.md"), "limits"),
    )
    limits = read_policy(f"{text}\n{limited}".encode()).policy.limits
    assert limits is not None
    (spending,), (calls,) = limits.spending, limits.calls
    assert set(Limits.model_fields) <= set(re.findall(r"\b[a-z_]+\b", limited))
    assert set(Spending.model_fields) | set(AllowedCalls.model_fields) <= set(
        re.findall(r"\b[a-z_]+\b", limited)
    )
    assert (spending.per_period, spending.per_recipient) == (5_000 * 10**18, 1_000 * 10**18)
    assert len(calls.selectors) == 2
    page = read("docs/policies.md")
    assert f"each of at most {LONGEST_SIGNATURE} characters" in page


def test_limits_are_as_the_pages_say() -> None:
    voters, proposers = read("docs/voters.md"), read("docs/proposers.md")
    assert f"up to {link_limits.WALLETS_PER_MEMBER} wallets" in voters
    assert f"at most {link_limits.LINKS_OF_WALLET} times a week" in voters
    assert f"a member at most {link_limits.LINKS_BY_MEMBER} wallets a week" in voters
    assert f"{wallets.MESSAGE_LIFETIME.total_seconds() / 60:.0f} minutes" in voters
    assert f"at most {ballot_batch.REASON_LIMIT} characters" in voters
    assert f"title (at most {content.TITLE_LIMIT} characters)" in proposers
    assert f"text (at most {content.TEXT_LIMIT:,})" in proposers
    assert f"There may be {ACTIONS_LIMIT}." in proposers
    assert (
        f"{author.LEAST} to {author.MOST} of them, each of at most {author.LONGEST} characters" in proposers
    )


def test_the_numbers_of_the_readme_are_those_of_the_program() -> None:
    readme = " ".join(read("README.md").split())
    election = json.loads((ROOT / "sandbox/demo/elections/uni-10868391.json").read_text())
    assert f"{len(election['ballots'])} members vote as the {len(election['ballots'])} voters" in readme
