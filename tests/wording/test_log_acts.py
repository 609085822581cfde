"""Every act that the services write into the log, and everything that they note of it, has words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wording.delivery.permissions import permission_name
from bot.wording.governance.log.log_acts import act_words, detail_name
from tests.wording.translations.pseudo import PSEUDO

ROOT = Path(__file__).parents[2]
_TAKES_ACT = {"log_act": 2, "_bind": 1, "_act": 3}
"""Functions that are given an act, and which of their arguments it is."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(ROOT.glob("bot/services/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _TAKES_ACT:
                    yield name, node


def acts() -> set[str]:
    return {
        given.value
        for name, call in calls()
        for given in call.args[_TAKES_ACT[name] : _TAKES_ACT[name] + 1]
        if isinstance(given, ast.Constant) and isinstance(given.value, str)
    }


def test_the_acts_are_found() -> None:
    assert {"setup", "track add", "policy apply", "retry"} <= acts()


@pytest.mark.parametrize("act", sorted({*acts(), "paused", "resumed", "cancelled", "vetoed"}))
def test_an_act_has_words(act: str) -> None:
    assert act_words(act, PSEUDO).startswith("⟦")


@pytest.mark.parametrize("name", ["track", "preset", "policy", "sources", "safe", "deliveries"])
def test_what_is_noted_of_an_act_has_a_name(name: str) -> None:
    assert detail_name(name, PSEUDO).startswith("⟦")


@pytest.mark.parametrize(
    "permission",
    [
        "view_channel",
        "read_message_history",
        "send_messages",
        "embed_links",
        "attach_files",
        "add_reactions",
        "create_public_threads",
        "send_messages_in_threads",
        "manage_threads",
    ],
)
def test_a_permission_is_named_as_discords_settings_name_it(permission: str) -> None:
    assert permission_name(permission, PSEUDO).startswith("⟦")
