"""Every rule of a policy is said in plain words."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.executors import SafeExecutor
from bot.domain.ids import Address, ChainId, RoleId
from bot.domain.policy.model import DelegationRule, Extension, Policy, Pool, PowerRule, RewardRule, preset
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import Erc20, Erc20Votes, Holding, Reputation, Role
from bot.wording.governance.policies.policies import policy_lines
from tests.said import PLAIN_ENGLISH

CONTRACT = Address("0x52908400098527886E0F7030069857D2E4169EE7")
GOLD = Erc20(chain=ChainId(1), contract=CONTRACT)
VOTES = Erc20Votes(chain=ChainId(1), contract=CONTRACT, cap=5 * 10**18)
RULE = PowerRule(sources=(GOLD,), symbol="GOLD")


def said(**changed: Any) -> str:
    base = preset(changed.pop("of", "token"))
    return "\n".join(policy_lines(base.model_copy(update=changed), PLAIN_ENGLISH))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "each member chooses one of For, Against and Abstain; the last ballot counts; reactions"),
        ({"mechanism": "approval"}, "approves of any number of For, Against and Abstain"),
        ({"mechanism": "copeland", "options": {"require_full": True}}, "leaves a choice out doesn't count"),
        ({"of": "council-election", "options": {"tie_break": "lowest_index"}}, "the first in the list goes"),
        ({"of": "council-election"}, "the choices that the author names"),
        ({"of": "council-election"}, "totals and choices are hidden until the end"),
        ({"mechanism": "weighted"}, "spreads their power over"),
        ({"mechanism": "headcount"}, "has one vote for one of"),
        ({"of": "quadratic"}, "n² tokens on a choice are n votes for it"),
        ({"of": "quadratic", "options": {"form": "credits"}}, "n votes for a choice cost n² tokens"),
        ({"of": "quadratic", "options": {"form": "matching"}}, "the square of the sum of their roots"),
        ({"of": "conviction"}, "half of it is left 3 days after a stake is taken away"),
        ({"of": "conviction"}, "a proposal asks for less than 20 % of the pool"),
        ({"of": "conviction"}, "voting without a closing time"),
        ({"of": "conviction", "pool": Pool(asset=CONTRACT, symbol="USDC")}, f"of USDC ({CONTRACT})"),
        ({"of": "multisig"}, "a ballot can't be changed"),
        ({"trust": TrustLevel.COUNTERSIGNED}, "only ballots with Discord's own signature count"),
        ({"trust": TrustLevel.SIGNED}, "only ballots with a wallet's signature count"),
        ({"of": "multisig"}, "No discussion, then 7 days of voting."),
        (
            {
                "of": "conviction",
                "options": {"decay": "9/10", "time_unit": 3600, "max_ratio": "1/5", "weight": "1/100"},
            },
            "left after every 1 hour",
        ),
        ({"rules": {"quorum": {"kind": "headcount", "value": "1"}}}, "at least 1 voter (all ballots)"),
        ({"rules": {"min_voters": 1}}, "at least 1 member with power votes"),
        ({"of": "token"}, "an author needs 1 vote."),
        ({"of": "multisig"}, "closes as soon as nothing can change its outcome"),
        (
            {"extension": Extension(window=timedelta(hours=6), at_most=timedelta(days=1))},
            "in the last 6 hours, the vote goes on for 6 hours from then, at most 1 day more in all",
        ),
        ({"objection": timedelta(hours=12)}, "the last 12 hours take ballots against it only"),
        ({"delegation": DelegationRule(depth="transitive")}, "another member and passed on"),
        ({"delegation": DelegationRule()}, "another member and not passed on"),
        ({"delegation": DelegationRule(cap=25 * 10**18)}, "others may delegate 25 votes to one member"),
        ({"delegation": DelegationRule(cap_share="1/8")}, "others may delegate 12.5 % of all power to one"),
        ({"rewards": RewardRule(ballot=10**18, accepted=25 * 10**17)}, "1 for a ballot"),
        ({"rewards": RewardRule(ballot=10**18, accepted=25 * 10**17)}, "2.5 for an accepted proposal"),
        ({"of": "staged"}, "what passes opens as a binding proposal on the track binding"),
        (
            {"executor": SafeExecutor(chain=ChainId(1), address=CONTRACT)},
            f"Carried out by the Safe {CONTRACT}",
        ),
        ({"of": "optimistic"}, "Against with at least 10 % of all power stops it"),
        ({"rules": {"min_voters": 5}}, "at least 5 members with power vote"),
        ({"rules": {}}, "For gets the most"),
        ({"power": RULE}, f"balance of the token {CONTRACT} on chain 1, at the last finalized block"),
        ({"power": RULE.model_copy(update={"cap": 10**21})}, "at most 1\u202f000 GOLD a member"),
        ({"power": RULE.model_copy(update={"minimum": 10**18})}, "less than 1 GOLD counts for nothing"),
        ({"power": RULE.model_copy(update={"curve": "root"})}, "four times as much gives twice the power"),
        ({"power": RULE.model_copy(update={"curve": "root"})}, "Mind: whoever splits their tokens"),
        (
            {"power": PowerRule(sources=(GOLD, VOTES), symbol="GOLD", combine="max")},
            "or, whichever gives more,",
        ),
        ({"power": PowerRule(sources=(VOTES,), symbol="GOLD")}, "(at most 5 GOLD a member)"),
        (
            {"power": RULE.model_copy(update={"holding": Holding(window=timedelta(days=7), samples=4)})},
            "the least of what was held at 4 blocks in the 7 days before that",
        ),
        (
            {"power": PowerRule(sources=(Role(role=RoleId(77), weight=10**18),))},
            "the role 77 (it counts 1 vote)",
        ),
        ({"power": PowerRule(sources=(Reputation(half_life=timedelta(days=90)),))}, "halves every 90 days"),
        ({"power": PowerRule(sources=(Reputation(weight=10),))}, "1 counts 10 votes"),
    ],
)
def test_a_rule_is_said(changed: dict[str, Any], words: str) -> None:
    assert words in said(**changed)


def test_no_sentence_says_what_cannot_happen() -> None:
    assert "reactions" in said()
    assert "reactions" not in said(mechanism="ranked_choice")
    assert "reactions" not in said(mechanism="approval")
    assert "wait 14 days for its execution" in said()
    assert "execution" not in said(of="staged")


def test_a_gate_makes_roots_harmless_and_no_warning_is_given() -> None:
    gated = PowerRule(sources=(Role(role=RoleId(77), weight=10**18),), curve="root")
    assert "Mind" not in said(power=gated)
    assert "Mind" not in said(of="token", power=RULE)


def test_words_of_others_break_neither_the_line_nor_the_terminal() -> None:
    policy = preset("token").model_copy(
        update={"choices": ("Fo\nr", "\x1b[31mAgainst", "x" * 90), "rules": {}}
    )
    lines = policy_lines(policy, PLAIN_ENGLISH)
    assert all(line.isprintable() or "\u202f" in line for line in lines)
    assert "Fo r" in "\n".join(lines)
    assert "x" * 61 not in "\n".join(lines)


@pytest.mark.parametrize(
    ("names", "words"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_names_are_listed_as_people_list_them(names: list[str], words: str) -> None:
    assert PLAIN_ENGLISH.both(names) == words


def test_sentences_change_with_every_field_that_decides() -> None:
    base: Policy = preset("token")
    for changed in (
        {"reactions": False},
        {"proposal_threshold": 7},
        {"privacy": "after_close", "reactions": False},
        {"choices": ("For", "Against")},
        {"periods": base.periods.model_copy(update={"execution": timedelta(days=3)})},
    ):
        assert policy_lines(base.model_copy(update=changed), PLAIN_ENGLISH) != policy_lines(
            base, PLAIN_ENGLISH
        ), changed
