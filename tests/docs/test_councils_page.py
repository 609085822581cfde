"""What docs/councils.md says is what the program does."""

from bot.domain.canonical import canonical_json
from bot.domain.councils.elected import elected_of
from bot.domain.councils.election_rule import MOST_SEATS, ElectionRule
from bot.domain.councils.lines import seats_in
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import tally
from bot.domain.policy.model import preset
from bot.domain.policy.toml.file import read_policy
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.server_acts.lines.lines import acts_in
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import language
from tests.docs.pages import blocks, named, read, rows

PAGE = read("docs/councils.md")


def test_the_example_is_a_part_of_a_policy_and_is_told_in_sentences() -> None:
    (example,) = blocks(PAGE, "election")
    base = policy_toml(preset("council-election")).replace('timelock = "PT0S"', 'timelock = "P3D"')
    policy = read_policy(f"{base}\n{example}".encode()).policy
    assert policy.elects == ElectionRule(seats=3, owners=True)
    told = "\n".join(policy_lines(policy, language()))
    assert "Elects: 3 of the candidates" in told
    assert "owners of the Safe" in told
    assert f"at most {MOST_SEATS}" in example


def test_each_line_of_the_table_can_be_written() -> None:
    for cell in rows(PAGE, "you write"):
        for line in named(cell):
            acts, others = acts_in(line)
            seats, left = seats_in(others)
            assert bool(acts) != (seats is not None), line
            assert not left


def test_the_worked_example() -> None:
    document = {
        "mechanism": "ranked_choice",
        "choices": ["Iris", "Jonas", "Kim"],
        "ballots": [
            {"voter": "a", "power": "40", "choice": [1, 3, 2]},
            {"voter": "b", "power": "35", "choice": [2, 3, 1]},
            {"voter": "c", "power": "25", "choice": [3, 2, 1]},
        ],
    }
    election = decode(canonical_json(document))
    assert elected_of(election, tally(election), 2).choices == (2, 3)
