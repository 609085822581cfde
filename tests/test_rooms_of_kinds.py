"""Nobody outside of its rooms asks for a kind by its name or its class: what others must know of one is a trait."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bot.domain.counting.registry import MECHANISMS
from bot.domain.executors import EXECUTORS
from bot.domain.mirrors import MIRROR_KINDS
from bot.domain.power import SOURCES
from bot.domain.rules.quorum_kinds.registry import QUORUM_KINDS
from bot.domain.treasury.positions import POSITIONS
from bot.services.delivery.notifications import NOTIFICATIONS
from bot.services.jobs.registry import JOBS

ROOT = Path(__file__).parent.parent


class Family(NamedTuple):
    """All kinds of something, and where they may be asked for by name or class: their own room in each layer."""

    names: set[str]
    classes: set[str]
    rooms: tuple[str, ...]


FAMILIES = (
    Family(set(MECHANISMS), set(), ("bot/domain/counting/", "bot/wording/mechanisms/")),
    Family(set(QUORUM_KINDS), set(), ("bot/domain/rules/quorum_kinds/", "bot/wording/quorum_kinds/")),
    Family(
        set(SOURCES),
        {source.__name__ for source in SOURCES.values()},
        (
            "bot/domain/power/sources/",
            "bot/domain/policy/sources_text.py",
            "bot/domain/reputation/",
            "bot/chain/sources/",
            "bot/wording/sources/",
        ),
    ),
    Family(
        {str(kind.__struct_config__.tag) for kind in NOTIFICATIONS},
        {kind.__name__ for kind in NOTIFICATIONS},
        ("bot/services/delivery/notifications/", "cogs/notifications/handlers/"),
    ),
    Family(
        {job.kind for job in JOBS},
        {type(job).__name__ for job in JOBS},
        ("bot/services/jobs/", "bot/services/ports/repositories/delivery/jobs.py"),
    ),
    Family(
        set(EXECUTORS),
        {executor.__name__ for executor in EXECUTORS.values()},
        ("bot/domain/executors/", "bot/execution/", "bot/wording/executors/"),
    ),
    Family(
        set(POSITIONS),
        {position.__name__ for position in POSITIONS.values()},
        (
            "bot/domain/treasury/positions/",
            "bot/chain/treasury/positions/",
            "bot/wording/treasury/positions/",
        ),
    ),
    Family(set(MIRROR_KINDS), set(), ("bot/domain/mirrors/", "bot/execution/", "bot/wording/mirrors/")),
)

OTHER_MEANINGS = {
    ("bot/domain/treasury/drift.py", "absolute"): "how wide a band is",
    ("bot/domain/policy/toml/file.py", "safe"): "where power comes from: the owners of what executes",
    ("bot/services/governance/policies/policy_binding.py", "safe"): "the same, and a moderator's field",
    ("bot/services/governance/setup/guided_setup.py", "safe"): "the same, and a moderator's field",
    ("bot/services/governance/policies/preset_parts.py", "safe"): "where power comes from",
    ("bot/wording/governance/policies/presets.py", "quadratic"): "a preset's name",
    ("bot/wording/governance/policies/presets.py", "conviction"): "a preset's name",
    ("bot/wording/governance/policies/presets.py", "moloch"): "a preset's name",
    ("bot/wording/governance/policies/presets.py", "reputation"): "a preset's name",
    ("cogs/governance/safe_commands.py", "safe"): "a group of commands, and an option",
    ("cogs/governance/policy_options.py", "safe"): "an option of a command",
    ("bot/execution/actions/lines.py", "call"): "the verb of an action's line",
    ("bot/services/governance/setup/space_setup.py", "role"): "an option of a command",
    ("bot/domain/line_forms/call.py", "call"): "the verb of an action's line",
    ("bot/wording/actions/forms.py", "call"): "the verb of an action's line",
    ("bot/domain/frozen_document.py", "reputation"): "a member of the frozen document",
    ("bot/services/reputation/reputation.py", "reputation"): "a member of the frozen document, and an event",
    ("bot/wording/delivery/events.py", "reputation"): "an event",
    ("bot/wording/proposals/drafts/diffs.py", "reputation"): "a part of a proposal",
    ("bot/wording/conviction/conviction_charts.py", "conviction"): "the label of a curve",
    ("bot/services/governance/offices/auditors.py", "role"): "a role of Discord, in the public log",
    ("bot/services/governance/offices/moderatorship.py", "role"): "the same",
    ("bot/services/governance/offices/holders.py", "role"): "the same",
    ("bot/wording/governance/log/log_acts.py", "role"): "the same, in words",
    ("bot/services/server_acts/effects.py", "role"): "the same",
    ("bot/services/server_acts/ending_terms.py", "role"): "the same",
    ("bot/services/holder_roles/giving.py", "role"): "the same",
    ("bot/services/holder_roles/making.py", "role"): "the same",
    ("bot/storage/repositories/spaces/given_roles.py", "role"): "a column",
    ("bot/storage/repositories/spaces/holder_roles.py", "role"): "a column",
    ("bot/storage/tables/servers/holder_roles.py", "role"): "a column",
    ("bot/storage/tables/lifecycle.py", "role"): "a column",
    ("bot/domain/server_acts/spaces/change_guardians.py", "role"): "a role of Discord, in an act's document",
    ("bot/domain/server_acts/spaces/change_moderators.py", "role"): "the same",
    ("bot/domain/server_acts/roles/grant_role.py", "role"): "the same",
    ("bot/domain/server_acts/roles/grant_to_winners.py", "role"): "the same",
    ("bot/domain/server_acts/roles/take_role.py", "role"): "the same",
    ("bot/wording/server_acts/forms.py", "role"): "the same, in a form",
    ("bot/domain/imported/snapshot.py", "approval"): "a type of Snapshot's proposals",
    ("bot/domain/imported/snapshot.py", "copeland"): "the same",
    ("bot/domain/imported/snapshot.py", "quadratic"): "the same",
    ("bot/domain/imported/snapshot.py", "weighted"): "the same",
}
"""Words that are a kind's name and mean something else there."""


def program() -> Iterator[tuple[str, ast.Module]]:
    """Every file of the program, by its path."""
    for folder in ("bot", "cogs"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def asked_by_name(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno


def asked_by_class(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """What is handed to the one who is asked for its kind (the outbox does that) may say so in an assertion."""
    asserted = {id(each.test) for each in ast.walk(tree) if isinstance(each, ast.Assert)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and id(node) not in asserted:
            if node.func.id == "isinstance":
                yield from ((each.id, node.lineno) for each in names_in(node.args[1]))
        elif isinstance(node, ast.MatchClass):
            yield from ((each.id, node.lineno) for each in names_in(node.cls))


def names_in(expression: ast.expr) -> Iterator[ast.Name]:
    return (each for each in ast.walk(expression) if isinstance(each, ast.Name))


def outside(word: str, path: str, kinds: Callable[[Family], set[str]]) -> bool:
    """Whether a word is the name (or class) of a kind that has no room there."""
    rooms = [family.rooms for family in FAMILIES if word in kinds(family)]
    return bool(rooms) and not any(path.startswith(each) for each in rooms)


def test_no_kind_is_asked_for_by_its_name() -> None:
    found = {
        (path, word): f"{path}:{line} {word!r}"
        for path, tree in program()
        for word, line in asked_by_name(tree)
        if outside(word, path, lambda family: family.names)
    }
    assert [found[place] for place in sorted(found.keys() - OTHER_MEANINGS.keys())] == [], "give it a trait"
    assert OTHER_MEANINGS.keys() - found.keys() == set(), "these don't stand there any more"


def test_no_kind_is_asked_for_by_its_class() -> None:
    found = [
        f"{path}:{line} {name}"
        for path, tree in program()
        for name, line in asked_by_class(tree)
        if outside(name, path, lambda family: family.classes)
    ]
    assert found == [], "give it a trait"


def documentation(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(ast.Constant() as text), *_]:
                    yield text


def lists_kinds(text: str, path: str) -> bool:
    """Whether a text names three kinds of a family that has no room there: a list that the next one would miss in."""
    words = set(re.findall(r"\w+", text))
    return any(
        len(words & family.names) > 2 and not any(map(path.startswith, family.rooms)) for family in FAMILIES
    )


def test_no_sentence_lists_the_kinds_of_today() -> None:
    found = [
        f"{path}:{node.lineno} {node.value!r}"
        for path, tree in program()
        for node in set(ast.walk(tree)) - set(documentation(tree))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and lists_kinds(node.value, path)
    ]
    assert found == [], "take the names from the registry"
