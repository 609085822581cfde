"""The times of a holding rule: when, before the snapshot, balances are read too (governance.md §3)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bot.domain.blocks import BlockRef
from bot.domain.power.rule import Holding


def sample_times(holding: Holding, snapshot: Sequence[BlockRef]) -> list[datetime]:
    """The `samples - 1` times before the snapshot, the oldest first, in whole seconds.

    With T the newest timestamp among the snapshot's blocks, W the window and n = samples - 1, part k of n (from 0)
    is [T - W + ⌊kW/n⌋, T - W + ⌊(k+1)W/n⌋). Its time is the beginning plus h mod the length, where h is the SHA-256,
    taken as a big-endian number, of

        folkmoot/holding:HASH:…:k

    in ASCII, with the hashes of the snapshot's blocks in lowercase, by ascending chain id. So nobody knows the times
    before the snapshot's blocks are there, when the times are over; and everybody finds them again afterwards.
    """
    if not snapshot:
        return []
    newest = max(block.timestamp for block in snapshot)
    window, parts = holding.window // timedelta(seconds=1), holding.samples - 1
    hashes = ":".join(block.hash.lower() for block in sorted(snapshot, key=lambda block: block.chain))
    times: list[datetime] = []
    for part in range(parts):
        begins, ends = part * window // parts, (part + 1) * window // parts
        drawn = int.from_bytes(sha256(f"folkmoot/holding:{hashes}:{part}".encode("ascii")).digest(), "big")
        times.append(datetime.fromtimestamp(newest - window + begins + drawn % (ends - begins), UTC))
    return times
