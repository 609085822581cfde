"""What people read in a server's life: no machine's noise in it, and every page of it is a page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.pictures.life import leave, live
from tests.pictures.scenario import playing
from tests.sandbox.discord.html_rules import assert_well_formed

_MARK = re.compile(r"\bref [0-9a-f]{10}\b")
_CALLDATA = re.compile(r"0x[0-9a-fA-F]{72,}")


@pytest.mark.timeout(900)
async def test_nothing_that_is_posted_is_noise(tmp_path: Path) -> None:
    async with playing(tmp_path / "folkmoot.db") as scenario:
        await live(scenario)
        await leave(scenario)
        world, album = scenario.job.stage.discord.world, scenario.album
        posted = [message.text for message in world.messages.values() if not message.ephemeral]
    assert len(album.seen) > 100
    for seen in album.seen:
        assert_well_formed(seen.html)
    for text in posted:
        assert not _MARK.search(text), text
        assert not _CALLDATA.search(text), text
        assert "\u2009" not in text, text
    assert "Sentences of the author's, chosen by a machine" in unescape(album["states/passed"])
    assert "No votes yet" in album["states/voting"]
    assert "nobody voted" not in album["states/voting"]
