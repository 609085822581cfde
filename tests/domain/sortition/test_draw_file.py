"""The file of a draw: read back as it was written, and nothing else is."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.canonical import canonical_json
from bot.domain.sortition.draw_file import check_jury, draw_file, file_name, read_draw_file
from bot.domain.verification.errors import RecordError
from tests.domain.sortition.draws import BLOCK, CALLED, DRAWN, POOL, TERMS


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(draw_file(DRAWN))
    change(document)
    return canonical_json(document)


def test_the_announcements_file_has_the_hash_that_is_announced() -> None:
    data = draw_file(CALLED)
    assert hashlib.sha256(data).hexdigest() == TERMS.commitment
    assert draw_file(DRAWN.as_called) == data
    read = read_draw_file(data)
    assert (read.terms, read.block) == (TERMS, None)
    assert file_name(CALLED) == "folkmoot-jury-3-announced.json"


def test_the_jurys_file_is_read_back_and_right() -> None:
    read = read_draw_file(draw_file(DRAWN))
    assert (read.terms, read.block) == (TERMS, BLOCK)
    assert (read.jury, read.substitutes) == (DRAWN.jury.members, DRAWN.jury.substitutes)
    check_jury(read)
    assert file_name(DRAWN) == "folkmoot-jury-3.json"


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda it: it["jury"].reverse(), "jury"),
        (lambda it: it["substitutes"].pop(), "substitutes"),
        (lambda it: it["block"].update(hash="0x" + "5d" * 32), "jury"),
        (lambda it: it["block"].update(timestamp=it["after"] - 1), "block.timestamp"),
        (lambda it: it["pool"].pop(), "jury"),
        (lambda it: it.update(seats=11), "jury"),
        (lambda it: it.update(title="Who looks away"), "jury"),
        (lambda it: it.update(after=it["after"] + 1), "jury"),
    ],
)
def test_a_file_with_anything_changed_is_wrong(
    change: Callable[[dict[str, Any]], object], field: str
) -> None:
    read = read_draw_file(changed(change))
    with pytest.raises(RecordError) as wrong:
        check_jury(read)
    assert wrong.value.field == field


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[" * 50_000,
        b" " + draw_file(DRAWN),
        b"x" * (1024 * 1024 + 1),
        changed(lambda it: it.update(seats=0)),
        changed(lambda it: it.update(seats=51)),
        changed(lambda it: it.update(pool=[str(POOL[1]), str(POOL[0])])),
        changed(lambda it: it.update(pool=["1", "1"])),
        changed(lambda it: it.update(pool=["01"])),
        changed(lambda it: it.update(more=1)),
        changed(lambda it: it.pop("jury")),
        changed(lambda it: it.pop("block")),
        changed(lambda it: it["block"].update(hash="0x" + "5C" * 32)),
        changed(lambda it: it.update(format="folkmoot-jury/2")),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(RecordError):
        read_draw_file(data)
