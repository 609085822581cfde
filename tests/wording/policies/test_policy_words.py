from datetime import timedelta
from fractions import Fraction

import pytest

from bot.domain.ids import Address, ChainId
from bot.domain.policy.model import PowerRule, preset
from bot.domain.policy.rules import rules_of
from bot.domain.power import Erc20Votes
from bot.wording.governance.policies.majorities import majority_words
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.quorum_kinds.registry import quorum_words

SAY = language(markup=DISCORD)

TOKEN = Address("0x52908400098527886E0F7030069857D2E4169EE7")


def a_policy(**rules):
    power = PowerRule(sources=(Erc20Votes(chain=ChainId(1), contract=TOKEN),), symbol="FOLK", decimals=18)
    base = preset("token")
    return base.model_copy(update={"power": power, "rules": {**base.rules, **rules}})


def said_of(rule, **rules):
    policy = a_policy(**rules)
    rules_ = rules_of(policy)
    return (
        majority_words(policy, rules_, SAY)
        if rule == "majority"
        else quorum_words(policy, rules_.quorum, SAY)
    )


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(days=2), "2 days"),
        (timedelta(days=1, hours=12), "1 day 12 hours"),
        (timedelta(minutes=90), "1 hour 30 minutes"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(0), "no time"),
    ],
)
def test_a_duration_is_said_in_whole_units(time, said):
    assert SAY.duration(time) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Fraction(4, 100), "4 %"),
        (Fraction(1, 400), "0.25 %"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1), "100 %"),
        (Fraction(0), "0 %"),
        (Fraction(1, 10**6), "0.0001 %"),
    ],
)
def test_a_share_is_said_exactly(share, said):
    assert SAY.share(share) == said


@pytest.mark.parametrize(
    ("quorum", "said"),
    [
        (
            {"kind": "share", "value": "4/100", "counts": ["For", "Abstain"]},
            "For and Abstain hold at least 4 %",
        ),
        ({"kind": "share", "value": "1/3", "strict": True}, "all ballots hold more than 1/3 of all power"),
        ({"kind": "absolute", "value": str(5 * 10**18)}, "all ballots hold at least 5 FOLK"),
        ({"kind": "headcount", "value": 12, "counts": ["For"]}, "at least 12 voters (For)"),
        (
            {"kind": "dynamic", "min": "1/10", "max": "3/10", "coefficient": "1", "against": ["Against"]},
            "between 10 % and 30 % of all power, the more the greater the opposition",
        ),
    ],
)
def test_each_kind_of_quorum_is_said(quorum, said):
    assert said in said_of("quorum", quorum=quorum)


@pytest.mark.parametrize(
    ("majority", "said"),
    [
        ({"kind": "simple"}, "more power For than Against; abstentions take no side"),
        ({"kind": "simple", "strict": False}, "at least as much power For as Against"),
        ({"kind": "simple", "value": "2/3"}, "For holds more than 2/3 of the votes"),
        ({"kind": "simple", "value": "3/5", "abstain": "included"}, "60 % of the votes; abstentions count"),
        ({"kind": "simple", "value": "1/2", "of": "total"}, "For holds more than 50 % of all power"),
    ],
)
def test_each_kind_of_majority_is_said(majority, said):
    assert said in said_of("majority", majority=majority)


def test_a_policy_is_said_whole():
    text = "\n".join(policy_lines(a_policy(), SAY))
    for part in ("**2 days** of discussion", "**5 days** of voting", "guardians may veto", TOKEN, "1 FOLK"):
        assert part in text


def test_what_several_quorums_ask_is_said_one_by_one():
    policy = a_policy(quorum=[{"kind": "absolute", "value": "10"}, {"kind": "headcount", "value": 3}])
    assert len([line for line in policy_lines(policy, SAY) if line.startswith("**Quorum**")]) == 2


def test_a_tokens_symbol_is_only_a_word():
    policy = a_policy()
    power = policy.power.model_copy(update={"symbol": "**FREE** [x](https://e.vil)"})
    text = "\n".join(policy_lines(policy.model_copy(update={"power": power}), SAY))
    assert "](https://" not in text.replace("\\](", "")
