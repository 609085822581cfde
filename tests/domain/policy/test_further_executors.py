"""A track with executors on several chains: what a file may say of them, and what it may not."""

import pytest

from bot.domain.errors import BadPolicy
from bot.domain.ids import ChainId
from bot.domain.policy.model import preset
from bot.domain.policy.toml.file import read_policy
from bot.wording.errors import words_for
from bot.wording.language import language

SAFE = "0x41675C099F32341bf84BFc5382aF534df5C7461a"
POLICY = """
name = "grants"
choices = ["For", "Against"]
[rules]
quorum = { kind = "share", value = "4/100" }
majority = { kind = "simple", value = "1/2" }
[periods]
discussion = "P2D"
voting = "P5D"
timelock = "P2D"
execution = "P14D"
unresolved_after = "PT6H"
"""
USUAL = f'[executor]\nchain = 1\naddress = "{SAFE}"\n'


def further(*chains: int) -> str:
    return "".join(f'[[further_executors]]\nchain = {chain}\naddress = "{SAFE}"\n' for chain in chains)


def test_a_file_names_one_executor_on_each_chain() -> None:
    policy = read_policy((POLICY + USUAL + further(137, 10)).encode()).policy
    assert [each.chain for each in policy.executors] == [1, 137, 10]
    polygon = policy.executor_on(ChainId(137))
    assert polygon is not None
    assert polygon.kind == "safe"
    assert policy.executor_on(ChainId(100)) is None


def test_a_policy_without_further_executors_keeps_its_hash() -> None:
    assert "further_executors" not in preset("token").document()


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (POLICY + further(137), "need an executor beside them"),
        (POLICY + USUAL + further(1), "names chain 1 once more"),
        (POLICY + USUAL + further(137, 137), "names chain 137 once more"),
        (POLICY + USUAL + further(137) + '[limits]\nperiod = "P30D"\n', "can't be beside limits"),
        (POLICY + USUAL + further(2, 3, 4, 5, 6), "4"),
    ],
)
def test_what_would_leave_open_who_acts_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadPolicy) as refused:
        read_policy(text.encode())
    assert words in words_for(refused.value, language())
