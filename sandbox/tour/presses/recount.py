"""Anybody counts again what was posted: `folkmoot tally`, a program of its own with nothing but the file."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.discord import CannotDo
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
ELECTION = "-election.json"
"""How the name of the file ends that is counted again."""


def posted(play: Play, kind: str) -> bytes | None:
    """The file of this kind ("record", "election") that stands below the newest result."""
    for message in reversed(play.announced):
        for file in message.attachments:
            if file.filename.endswith(f"-{kind}.json"):
                return file.content
    return None


def counted_by_the_bot(play: Play) -> Any:
    """The result that the posted record holds; None where none is posted."""
    record = posted(play, "record")
    return None if record is None else json.loads(record)["result"]


async def count(election: bytes) -> Any:
    """What `folkmoot tally` says of this file. Raises CannotDo, with its line, for a file that it refuses, and for one
    that takes it too long."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "election.json"
        file.write_bytes(election)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "tally", str(file)),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(PATIENCE):
                said, why = await process.communicate()
        except TimeoutError:
            raise CannotDo("folkmoot tally takes too long over this file") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode:
        raise CannotDo(f"folkmoot tally ended with status {process.returncode}: {_line(why)}")
    return json.loads(said)


def _line(said: bytes) -> str:
    return said.decode(errors="replace").strip().rpartition("\n")[2][:300]


@dataclass(frozen=True)
class Recount(Press):
    def words(self, play: Play) -> str:
        return "Save the election file below the result, and run `folkmoot tally FILE`"

    def pointer(self, play: Play) -> Pointer:
        results = [message for message in play.announced if message.attachments]
        if not results:
            return Pointer(channel=play.stage.announcements.id, file=ELECTION)
        return Pointer(channel=results[-1].channel.id, message=results[-1].id, file=ELECTION)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [
            ("Press the election file below the result, and save it", self.pointer(play)),
            (
                "Choose the saved file below, and press 'Count it', which runs `folkmoot tally FILE`; "
                "or run that in a terminal",
                Pointer(counts=True),
            ),
        ]

    async def do(self, play: Play, who: str) -> None:
        election = posted(play, "election")
        if election is None:
            raise CannotDo("no result is posted yet")
        play.recounted = await count(election)
