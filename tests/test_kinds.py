"""One kind, one place: every kind is known to each layer that has something to say about it.

Where a test fails it says which file to add.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from bot.chain.sources import DELEGATE_READS, READS
from bot.chain.treasury.positions import POSITION_READS
from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.bridges.bridge import BridgeKind
from bot.domain.bridges.crossing import WATCHED
from bot.domain.counting.mechanism import BallotKind, Mechanism
from bot.domain.counting.registry import MECHANISMS
from bot.domain.counting.single import SINGLE
from bot.domain.executors import EXECUTORS
from bot.domain.ids import ChainId
from bot.domain.line_forms.registry import ACTION_FORMS
from bot.domain.mirrors import MIRROR_KINDS
from bot.domain.policy.model import Policy, preset, preset_names
from bot.domain.policy.sources_text import parse_sources
from bot.domain.power import SOURCES, Native, Source
from bot.domain.rules.quorum_kinds.kind import QuorumKind
from bot.domain.rules.quorum_kinds.registry import QUORUM_KINDS
from bot.domain.rules.quorum_kinds.share import SHARE
from bot.domain.server_acts.registry import ACTS
from bot.domain.treasury.positions import POSITIONS
from bot.execution.bridges.bridges import FOLLOWERS
from bot.execution.bridges.registry import SENDING
from bot.execution.registry import mirror_readers, open_executors
from bot.services.delivery.notifications import (
    NOTIFICATIONS,
    Notification,
    NotifyMember,
    PostCard,
    PostEvent,
    PostLogEntry,
    PostRequest,
    PostResult,
    SubmitRequest,
)
from bot.services.jobs.registry import JOBS
from bot.wording.bridges.registry import BRIDGE_WORDING
from bot.wording.delivery.given_up import WHAT
from bot.wording.executors.registry import EXECUTOR_WORDING
from bot.wording.mechanisms.registry import MECHANISM_WORDING
from bot.wording.mirrors.registry import MIRROR_WORDING
from bot.wording.quorum_kinds.registry import QUORUM_WORDING
from bot.wording.sources.registry import SOURCE_WORDING
from bot.wording.treasury.positions.registry import POSITION_WORDING
from cogs.components.ballots.registry import BALLOT_COMPONENTS
from cogs.notifications.handlers.registry import HANDLERS
from tests.docs.pages import blocks, named, read, rows
from tests.naive import generate
from tests.naive.compare import difference

ROOT = Path(__file__).parent.parent
NAIVE_SEEDS = range(400)
CHAINS = {"main": ChainId(1), "gnosis": ChainId(100)}


def forgotten(layers: Iterable[tuple[str, bool]]) -> list[str]:
    """What is to be added: the first of each pair whose second says that it isn't there."""
    return [place for place, there in layers if not there]


# -- mechanisms ---------------------------------------------------------------------------------------------------


def layers_of_mechanism(mechanism: Mechanism) -> Iterator[tuple[str, bool]]:
    name = mechanism.name
    yield f"bot/domain/counting/{name}.py", (ROOT / f"bot/domain/counting/{name}.py").exists()
    yield f"bot/wording/mechanisms/{name}.py and a line in its registry", name in MECHANISM_WORDING
    yield f"docs/mechanisms/{name}.md", (ROOT / f"docs/mechanisms/{name}.md").exists()
    yield "a line in docs/mechanisms/README.md", f"({name}.md)" in read("docs/mechanisms/README.md")
    yield f"{name} in tests/naive/generate.py and tests/naive/count.py", name in generate.MECHANISMS
    if mechanism.ballot is not BallotKind.STAKES:
        ballot = mechanism.ballot.value
        yield f"{ballot} in bot/domain/ballot_formats/registry.py", mechanism.ballot in BALLOT_FORMATS
        yield f"{ballot} in cogs/components/ballots/registry.py", mechanism.ballot in BALLOT_COMPONENTS


@pytest.mark.parametrize("mechanism", MECHANISMS.values(), ids=lambda each: each.name)
def test_every_layer_knows_each_mechanism(mechanism: Mechanism) -> None:
    assert not forgotten(layers_of_mechanism(mechanism)), f"for {mechanism.name} add these"


def test_a_mechanism_that_layers_forgot_is_told_with_the_files_to_add() -> None:
    lottery = msgspec.structs.replace(SINGLE, name="lottery")
    assert forgotten(layers_of_mechanism(lottery)) == [
        "bot/domain/counting/lottery.py",
        "bot/wording/mechanisms/lottery.py and a line in its registry",
        "docs/mechanisms/lottery.md",
        "a line in docs/mechanisms/README.md",
        "lottery in tests/naive/generate.py and tests/naive/count.py",
    ]


@pytest.mark.parametrize("name", MECHANISMS)
def test_the_naive_count_counts_each_mechanism_alike(name: str) -> None:
    drawn = (generate.election(seed) for seed in NAIVE_SEEDS)
    elections = [election for election in drawn if election["mechanism"] == name and election["ballots"]][:10]
    assert len(elections) == 10
    assert [found for election in elections if (found := difference(election))] == []


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_policy_can_have_each_mechanism(name: str) -> None:
    shipped = [policy for policy in map(preset, preset_names()) if policy.mechanism == name]
    if not shipped:
        of_choices = {**preset("token").model_dump(), "mechanism": name, "reactions": False}
        shipped = [Policy.model_validate(of_choices)]
    assert {policy.counting.name for policy in shipped} == {name}


def test_each_kind_of_ballot_is_that_of_a_mechanism_and_can_be_cast() -> None:
    assert {each.ballot for each in MECHANISMS.values()} == set(BallotKind)
    assert set(BALLOT_FORMATS) == set(BALLOT_COMPONENTS) == set(BallotKind) - {BallotKind.STAKES}


# -- positions of treasuries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", POSITIONS)
def test_every_layer_knows_each_position(kind: str) -> None:
    layers = [
        (place, (ROOT / place).exists())
        for place in (
            f"bot/domain/treasury/positions/{kind}.py",
            f"bot/chain/treasury/positions/{kind}.py",
            f"bot/wording/treasury/positions/{kind}.py",
        )
    ]
    assert not forgotten(
        [
            *layers,
            ("a line in bot/chain/treasury/positions/__init__.py", kind in POSITION_READS),
            ("a line in bot/wording/treasury/positions/registry.py", kind in POSITION_WORDING),
            (f"a line in docs/treasury.md on {kind}", f"| `{kind}` |" in read("docs/treasury.md")),
        ]
    )


# -- quorums ------------------------------------------------------------------------------------------------------


def layers_of_quorum(kind: QuorumKind) -> Iterator[tuple[str, bool]]:
    name = kind.name
    path = f"bot/domain/rules/quorum_kinds/{name}.py"
    drawn = {each["kind"] for seed in NAIVE_SEEDS for each in quorums_of(generate.election(seed))}
    yield path, (ROOT / path).exists()
    yield f"bot/wording/quorum_kinds/{name}.py and a line in its registry", name in QUORUM_WORDING
    yield f"a line in docs/mechanisms/rules.md on {name}", f"| `{name}` |" in read("docs/mechanisms/rules.md")
    yield f"{name} in tests/naive/generate.py and tests/naive/rules.py", name in drawn


def quorums_of(election: dict[str, Any]) -> list[dict[str, Any]]:
    quorum = election.get("rules", {}).get("quorum", [])
    return quorum if isinstance(quorum, list) else [quorum]


@pytest.mark.parametrize("kind", QUORUM_KINDS.values(), ids=lambda each: each.name)
def test_every_layer_knows_each_kind_of_quorum(kind: QuorumKind) -> None:
    assert not forgotten(layers_of_quorum(kind)), f"for {kind.name} add these"


def test_a_kind_of_quorum_that_layers_forgot_is_told() -> None:
    assert len(forgotten(layers_of_quorum(msgspec.structs.replace(SHARE, name="lucky")))) == 4


# -- power sources ------------------------------------------------------------------------------------------------


def layers_of_source(source: type[Source]) -> Iterator[tuple[str, bool]]:
    kind = source.model_fields["kind"].default
    named_there = [kind for cell in rows(read("docs/moderators.md"), "kind") for kind in named(cell)]
    yield f"{kind} in bot/wording/sources/ and its registry", source in SOURCE_WORDING
    yield f"{kind} in bot/chain/sources/ and its registry", (source in READS) == source.needs_chain
    yield f"{kind} in DELEGATE_READS of bot/chain/sources/", (source in DELEGATE_READS) == source.delegable
    yield f"a parser for {kind} in bot/domain/policy/sources_text.py", source in sources_of_examples()
    yield f"a line on {kind} in docs/moderators.md", any(each.split()[0] == kind for each in named_there)


def sources_of_examples() -> set[type[Source]]:
    """The classes of all sources that docs/moderators.md gives as examples."""
    found: set[type[Source]] = set()
    page = read("docs/moderators.md")
    for line in "".join([*blocks(page, "sources"), *blocks(page, "untold")]).splitlines():
        found |= {type(source) for source in parse_sources(line, ChainId(1), CHAINS)}
    return found


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda each: each.__name__)
def test_every_layer_knows_each_power_source(source: type[Source]) -> None:
    assert not forgotten(layers_of_source(source)), f"for {source.__name__} add these"


def test_a_power_source_that_layers_forgot_is_told() -> None:
    class Stars(Native):
        pass

    assert len(forgotten(layers_of_source(Stars))) == 3


def test_what_needs_no_chain_is_known_without_reading_and_nothing_else_is() -> None:
    for source in SOURCES.values():
        assert (source.known is Source.known) == source.needs_chain, source.__name__


# -- notifications, jobs ------------------------------------------------------------------------------------------


def layers_of_notification(kind: type[Notification]) -> Iterator[tuple[str, bool]]:
    name = str(kind.__struct_config__.tag)
    folder = "bot/services/delivery/notifications"
    rooms = [path.parent.name for path in (ROOT / folder).glob(f"*/{name}.py")]
    yield f"{folder}/ROOM/{name}.py", len(rooms) == 1
    handler = HANDLERS.get(kind)
    known = [f"cogs.notifications.handlers.{room}.{name}" for room in rooms] if kind.said else [None]
    said = f"cogs/notifications/handlers/ROOM/{name}.py, in the same room, and its registry"
    yield said, [handler and handler.__module__] == known


@pytest.mark.parametrize("kind", NOTIFICATIONS, ids=lambda each: each.__name__)
def test_every_layer_knows_each_notification(kind: type[Notification]) -> None:
    assert not forgotten(layers_of_notification(kind)), f"for {kind.__name__} add these"


def test_a_notification_that_layers_forgot_is_told() -> None:
    class PostSong(PostCard, frozen=True, tag="post_song"):
        pass

    assert forgotten(layers_of_notification(PostSong)) == [
        "bot/services/delivery/notifications/ROOM/post_song.py",
        "cogs/notifications/handlers/ROOM/post_song.py, in the same room, and its registry",
    ]


def test_what_decides_or_moves_value_is_never_given_up_in_silence() -> None:
    """A new kind is missed by people unless its own file says otherwise; these can't say otherwise."""
    for kind in (PostCard, PostResult, PostEvent, PostRequest, SubmitRequest, NotifyMember, PostLogEntry):
        assert kind.missed, kind.__name__


def test_what_people_miss_has_words_for_when_it_is_given_up() -> None:
    assert set(WHAT) == {kind for kind in NOTIFICATIONS if kind.missed}


def test_each_job_has_a_file_and_a_name_of_its_own() -> None:
    assert len({job.kind for job in JOBS}) == len(JOBS)
    for job in JOBS:
        assert type(job).__module__.rpartition(".")[2] == job.kind


# -- executors ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EXECUTORS)
async def test_every_layer_knows_each_executor(kind: str) -> None:
    async with open_executors({}) as executors:
        layers = [
            (f"bot/domain/executors/{kind}.py", (ROOT / f"bot/domain/executors/{kind}.py").exists()),
            (f"bot/execution/{kind}/ and a line in its registry", kind in executors),
            (f"bot/wording/executors/{kind}.py and a line in its registry", kind in EXECUTOR_WORDING),
            (f"{kind} in docs/policies.md", f"`{kind}`" in read("docs/policies.md")),
        ]
    assert not forgotten(layers), f"for {kind} add these"


# -- mirrored contracts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MIRROR_KINDS)
def test_every_layer_knows_each_kind_of_mirrored_contract(kind: str) -> None:
    layers = [
        (f"bot/domain/mirrors/{kind}.py", (ROOT / f"bot/domain/mirrors/{kind}.py").exists()),
        (f"bot/execution/{kind}/mirroring.py and a line in the registry", kind in mirror_readers({})),
        (f"bot/wording/mirrors/{kind}.py and a line in its registry", kind in MIRROR_WORDING),
    ]
    assert not forgotten(layers), f"for {kind} add these"


# -- forms of lines -----------------------------------------------------------------------------------------------


def test_each_form_of_a_line_has_a_file_of_its_own() -> None:
    files = {path.stem for path in (ROOT / "bot/domain/line_forms").glob("*.py")}
    assert files - {"__init__", "form", "registry"} == set(ACTION_FORMS)
    for kind in ACTION_FORMS:
        assert f'"{kind}",' in (ROOT / f"bot/domain/line_forms/{kind}.py").read_text(encoding="utf-8")


# -- registries ---------------------------------------------------------------------------------------------------

FOLDERS: dict[str, tuple[Iterable[Any], set[str]]] = {
    "bot/domain/counting": (
        [each.count for each in MECHANISMS.values()],
        {"mechanism", "roll", "casting", "exact", "errors", "ranking"},
    ),
    "bot/domain/rules/quorum_kinds": ([each.needed for each in QUORUM_KINDS.values()], {"kind"}),
    "bot/domain/power/sources": (SOURCES.values(), {"base", "token_ids"}),
    "bot/services/delivery/notifications": (NOTIFICATIONS, {"notification"}),
    "bot/services/jobs": (map(type, JOBS), {"job", "sweep"}),
    "bot/domain/executors": (
        EXECUTORS.values(),
        {"base", "kinds", "moloch_stages", "proofs", "requests", "signing", "delays", "zodiac"},
    ),
    "bot/domain/server_acts": (
        ACTS.values(),
        {
            "base",
            "channels",
            "executor",
            "given_roles",
            "kind",
            "lines",
            "lines_of_channels",
            "lines_of_spaces",
            "outcomes",
            "roles",
            "written",
            "written_roles",
        },
    ),
    "bot/wording/executors": (map(type, EXECUTOR_WORDING.values()), set()),
    "bot/domain/mirrors": ([each.stage for each in MIRROR_KINDS.values()], {"base", "kinds"}),
    "bot/wording/mirrors": (map(type, MIRROR_WORDING.values()), {"mirrors", "cards"}),
    "bot/chain/sources": (map(type, READS.values()), {"one_number"}),
    "bot/wording/mechanisms": (
        map(type, MECHANISM_WORDING.values()),
        {"mechanism_wording", "voting", "rankings", "numbers"},
    ),
    "bot/wording/quorum_kinds": (map(type, QUORUM_WORDING.values()), {"quorum_wording"}),
    "bot/wording/sources": (map(type, SOURCE_WORDING.values()), {"source_wording", "token_ids"}),
    "cogs/notifications/handlers": (HANDLERS.values(), {"handler"}),
}
"""The rooms of kinds: what stands in the registry of each, and the files there that are no kinds."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_file_of_a_room_of_kinds_is_in_its_registry(folder: str) -> None:
    listed, others = FOLDERS[folder]
    modules = {each.__module__.rpartition(".")[2] for each in listed}
    files = {path.stem for path in (ROOT / folder).rglob("*.py")}
    assert files - others - {"__init__", "registry"} == modules


def test_each_bridge_is_watched_followed_and_has_words() -> None:
    for known in (WATCHED, FOLLOWERS, BRIDGE_WORDING, {each.kind: each for each in SENDING.values()}):
        assert set(known) == set(get_args(BridgeKind))
