"""Running the scripts that use Safe's own libraries by node."""

import asyncio
import json
from pathlib import Path

_KIT = Path(__file__).parent / "kit"
_PATIENCE_SECONDS = 60


async def by_kit(script: str, given: dict[str, object]) -> dict[str, object]:
    """What a script of the folder `kit` saw, given this as JSON."""
    process = await asyncio.create_subprocess_exec(
        "node",
        str(_KIT / script),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, problems = await asyncio.wait_for(
            process.communicate(json.dumps(given).encode()), _PATIENCE_SECONDS
        )
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, problems.decode()
    return dict(json.loads(said))
