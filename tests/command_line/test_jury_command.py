"""`folkmoot jury`: a line for each thing that was checked, and an exit status."""

import asyncio
import dataclasses
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.cli.jury import jury
from bot.domain.blocks import BlockRef
from bot.domain.ids import BlockHash, ChainId
from bot.domain.sortition.draw import JuryDraw
from bot.domain.sortition.draw_file import draw_file
from sandbox.chain import LocalChain
from tests.domain.sortition.draws import BLOCK, CALLED, DRAWN, TERMS

CHAIN = ChainId(31_337)


def written(folder: Path, data: bytes) -> str:
    path = folder / "jury.json"
    path.write_bytes(data)
    return str(path)


def test_the_hash_of_the_announcement_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = written(tmp_path, draw_file(DRAWN))
    assert jury(name, TERMS.commitment.upper(), []) == 0
    assert "that you gave" in capsys.readouterr().out
    assert jury(name, "0" * 64, []) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("✗ hash")
    assert jury(written(tmp_path, draw_file(CALLED)), None, []) == 0
    told = capsys.readouterr().out
    assert TERMS.commitment in told
    assert told.splitlines()[-1].startswith("- This is the file of the announcement")


@pytest.mark.attack("files")
def test_what_is_wrong_or_not_there_has_its_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    block = dataclasses.replace(BLOCK, hash=BlockHash("0x" + "5d" * 32))
    other = draw_file(CALLED.drawn_by(block))
    mixed = other.replace(b"5d" * 32, b"5c" * 32)
    assert jury(written(tmp_path, mixed), None, []) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("✗ jury: is ")
    assert jury(str(tmp_path / "none.json"), None, []) == 2
    assert "No such file" in capsys.readouterr().err


async def test_the_chain_says_whether_it_was_the_first_block(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with LocalChain.serve(chain_id=CHAIN) as chain:

        async def checked(draw: JuryDraw) -> int:
            return await asyncio.to_thread(jury, written(tmp_path, draw_file(draw)), None, [chain.url])

        blocks = [await chain.mine(1) for _ in range(4)]
        first, later = (BlockRef(CHAIN, each.number, each.hash, each.timestamp) for each in blocks[1:3])
        terms = replace(TERMS, chain=CHAIN, after=first.timestamp)
        draw = replace(CALLED, terms=terms).drawn_by(first)
        await chain.mine(5)
        assert await checked(draw) == 0
        assert f"✓ The chain has block {first.number} with this hash" in capsys.readouterr().out
        assert await checked(draw.drawn_by(later)) == 1
        assert capsys.readouterr().out.splitlines()[-1].startswith(f"✗ block: is {later.number} ")
        assert await checked(replace(CALLED, terms=replace(terms, chain=ChainId(1))).drawn_by(first)) == 2
        assert capsys.readouterr().err == "jury: None of the endpoints serves chain 1.\n"
