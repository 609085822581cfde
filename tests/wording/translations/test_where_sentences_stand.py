"""Sentences stand in bot/wording/ alone, and there each is looked up in the catalogues."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
_SENTENCE = re.compile(r"[A-Za-z]{2,}[a-z']*(?: [A-Za-z0-9']+){2,}")
"""Three words in a row."""
_TECHNICAL = {
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "compile",
    "text",
    "Undetermined",
    "ChainUnavailable",
}
"""Calls whose texts no member reads: logs, patterns, SQL, and what a node did in its own words."""
_RAISED = {
    "ValueError",
    "TypeError",
    "RuntimeError",
    "KeyError",
    "NotImplementedError",
    "AssertionError",
    "OverflowError",
    "NotReadable",
    "NotYet",
    "PydanticCustomError",
}
"""Faults of the program."""
_LOOKED_UP = {"_", "ngettext", "pgettext", "npgettext"}

FIXED = {
    "bot/cli/app.py": "the help, for which nothing else is loaded",
    "bot/cli/tally.py": "the same of the one command whose start is counted in milliseconds",
    "bot/storage/unreadable.py": "what SQLite says, by which an error of it is known",
    "bot/domain/counting/errors.py": "the phrases of the election format",
    "bot/domain/policy/checks.py": "names of choices that stand for an author's",
    "bot/domain/executors/proofs.py": "the message that is signed, which is the same for everybody",
    "bot/domain/accounts/sign_in_text.py": "the same",
    "bot/domain/accounts/revocation.py": "the message that is signed, which is the same for everybody",
    "bot/services/execution/submission.py": "what a request says of where it comes from, in technical words",
    "bot/domain/accounts/wallet.py": "the message that is signed, which is the same for everybody",
    "bot/services/delivery/outbox.py": "an error of the log",
    "bot/services/jobs/voting/close_vote.py": "an error of the log",
    "bot/services/jobs/voting/open_vote.py": "an error of the log",
    "bot/services/jobs/voting/read_powers.py": "an error of the log",
    "bot/domain/metagovernance/casting.py": "what stands on chain, which is the same for everybody",
    "bot/execution/decision_words.py": "what stands on chain, which is the same for everybody",
    "bot/execution/governor/proposing.py": "an error of the log",
    "bot/execution/baal/proposing.py": "an error of the log",
    "bot/execution/baal/events.py": "an error of the log",
    "bot/execution/delegate_wallet/delegate_wallets.py": "an error of the log",
    "bot/execution/moloch/proposing.py": "an error of the log",
    "bot/execution/moloch/events.py": "an error of the log",
    "bot/execution/safe/multi_send.py": "what is wrong with bytes, in technical words",
    "bot/execution/safe/service/requests.py": "a name",
    "bot/wording/catalog/checking.py": "what is wrong with a catalogue, for those who write it",
}
"""Texts that aren't worded, and why."""


def sentences_of(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    left_out: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                left_out.add(id(node.value))
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
                if name in _TECHNICAL | _RAISED | _LOOKED_UP:
                    left_out.update(map(id, ast.walk(node)))
            case ast.Assert(msg=ast.expr() as said):
                left_out.update(map(id, ast.walk(said)))
            case ast.Compare(left=ast.Constant() as searched):
                left_out.add(id(searched))
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if (
                id(node) not in left_out and _SENTENCE.search(text) and "SELECT" not in text
            ):
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {text}"


WORDING = [
    path
    for path in sorted(ROOT.glob("bot/wording/**/*.py"))
    if path.relative_to(ROOT).as_posix() not in FIXED
]


@pytest.mark.parametrize("path", WORDING, ids=lambda path: path.name)
def test_each_sentence_of_the_wording_is_looked_up(path: Path) -> None:
    assert list(sentences_of(path)) == []


@pytest.mark.parametrize(
    "room", ["domain/**/", "services/**/", "execution/**/", "storage/**/", "cli/**/", ""]
)
def test_what_words_nothing_holds_no_sentence(room: str) -> None:
    """The last is what stands in bot/ itself, such as the settings."""
    found = [
        sentence
        for path in sorted(ROOT.glob(f"bot/{room}*.py"))
        if path.relative_to(ROOT).as_posix() not in FIXED
        for sentence in sentences_of(path)
    ]
    assert found == []
