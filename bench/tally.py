"""`python bench/tally.py [--small] [--rounds N]`: counting, beside the voting classes of Snapshot's snapshot.js.

Makes elections of a size that no DAO has had yet, counts each with `folkmoot tally` and with snapshot.js under node
on the same ballots in the same run, taking turns, and prints the least time of several rounds and the peak memory.

* command: the whole process, start-up, reading and parsing included.
* counting: from numbers in memory to scores, the mechanism alone: `Mechanism.count` beside `getScores()` and
  `getScoresTotal()`.
* tally: all of our `tally()` after parsing: exact integers from text, one ballot a voter, validity, winner; beside
  node's making of numbers and its class, which checks validity but not that a voter votes once.
* start: the whole command again at 50,000 and 200,000 ballots, where start-up and parsing weigh most, beside node
  twice: as a program that uses the package loads it, and `bare`, without the libraries for chains, signatures and
  schemas that the package loads (half a second) and no count needs.
* growth: counting alone at a quarter, half and all of the ballots, and the time for one ballot among all of them as
  a multiple of the time for one among a quarter: 1 where counting grows linearly.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NODE = Path(__file__).parent / "node"
sys.path.insert(0, str(ROOT))

CHOICES = 10
START_SIZES = (50_000, 200_000)
SIZES = {
    "single": 1_000_000,
    "approval": 1_000_000,
    "weighted": 1_000_000,
    "quadratic": 1_000_000,
    "ranked_choice": 100_000,
    "copeland": 100_000,
}


def choice(mechanism: str, chance: random.Random) -> Any:
    """A valid choice among ten: one, one to three, weights of one to three, or a full ranking."""
    if mechanism == "single":
        return chance.randint(1, CHOICES)
    if mechanism in ("ranked_choice", "copeland"):
        return chance.sample(range(1, CHOICES + 1), CHOICES)
    some = sorted(chance.sample(range(1, CHOICES + 1), chance.randint(1, 3)))
    return some if mechanism == "approval" else {str(number): chance.randint(1, 100) for number in some}


def write_election(mechanism: str, size: int, file: Path) -> None:
    """Writes a document with that many ballots; the same one every time."""
    chance = random.Random(f"{mechanism} {size}")
    head: dict[str, Any] = {
        "mechanism": mechanism,
        "choices": [f"Choice {number}" for number in range(1, CHOICES + 1)],
    }
    if mechanism == "quadratic":
        head["options"] = {"form": "matching", "unit": str(10**18)}  # What Snapshot calls quadratic.
    with file.open("w") as out:
        out.write(json.dumps(head)[:-1] + ', "ballots": [')
        for number in range(size):
            ballot = {
                "voter": f"0x{chance.getrandbits(160):040x}",
                "power": str(chance.randint(1, 10**6) * 10**18 + chance.getrandbits(59)),
                "choice": choice(mechanism, chance),
            }
            out.write((",\n" if number else "\n") + json.dumps(ballot, separators=(",", ":")))
        out.write("]}")


def run(*command: str | Path) -> tuple[bytes, float, float]:
    """What a command prints, its seconds, its peak memory in MB."""
    # As an installed program has them, Python's modules are compiled before the first measurement.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, cwd=ROOT, env=environment
    ) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return printed, seconds, usage.ru_maxrss / 1024


def measure(file: str) -> None:
    """Prints how long the parts of a count take in this process, as JSON in milliseconds."""
    gc.disable()
    from bot.domain.counting.casting import roll_of
    from bot.domain.counting.registry import MECHANISMS
    from bot.domain.elections.decoding import decode
    from bot.domain.elections.tally import tally

    election = decode(Path(file).read_bytes())
    started = time.perf_counter()
    tally(election)
    tallied = time.perf_counter()
    mechanism = MECHANISMS[election.mechanism]
    roll, _ = roll_of(
        election.ballots,
        election.typed,
        election.delegations,
        mechanism,
        election.options,
        len(election.choices),
        True,
        None,
    )
    rolled = time.perf_counter()
    mechanism.count(roll, election.options)
    counted = time.perf_counter()
    print(json.dumps({"tally": 1000 * (tallied - started), "count": 1000 * (counted - rolled)}))


def check(mechanism: str, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Ends the run when the two didn't count the same: their floats must be near our exact scores."""
    scores = [float(Fraction(score)) for score in ours["scores"]]
    if mechanism == "copeland":  # Snapshot's scores are power shared out by wins, ours are the wins.
        same = scores.index(max(scores)) == theirs["scores"].index(max(theirs["scores"]))
    else:
        unit = 1 if mechanism == "quadratic" else 1e18
        scale = 1e18 if mechanism == "quadratic" else 1
        same = all(
            abs(one / unit / scale - other) <= 1e-6 * max(theirs["scores"])
            for one, other in zip(scores, theirs["scores"], strict=True)
        )
    if not same:
        raise SystemExit(f"{mechanism}: {ours['scores']} is not {theirs['scores']}")


def growth(mechanism: str, size: int, rounds: int, folder: Path, all_of_them: float) -> str:
    """The row of one mechanism; `all_of_them`: the milliseconds of counting that many ballots."""
    parts = []
    for share in (4, 2):
        file = folder / f"{mechanism}.json"
        write_election(mechanism, size // share, file)
        parts.append(min(measured(file)["count"] for _ in range(rounds)))
        file.unlink()
    quarter, half = parts
    ratio = all_of_them / size / (quarter / (size // 4))
    return f"{mechanism:<14}{size:>10,} |{quarter:>9.1f}{half:>9.1f}{all_of_them:>9.1f} |{ratio:>7.2f}"


def measured(file: Path) -> dict[str, float]:
    """What `measure` prints, from a process of its own."""
    parts: dict[str, float] = json.loads(run(sys.executable, __file__, "--measure", file)[0])
    return parts


def compare(mechanism: str, size: int, rounds: int, folder: Path) -> tuple[str, float]:
    """The row of one mechanism, and the milliseconds that our counting alone took."""
    file = folder / f"{mechanism}.json"
    write_election(mechanism, size, file)
    ours: list[float] = []
    theirs: list[float] = []
    parts: list[dict[str, float]] = []
    peers: list[dict[str, Any]] = []
    for _ in range(rounds):
        printed, seconds, memory = run(sys.executable, "-m", "bot", "tally", file)
        ours.append(seconds)
        peer, peer_seconds, peer_memory = run("node", NODE / "count.cjs", file)
        theirs.append(peer_seconds)
        peers.append(json.loads(peer))
        check(mechanism, json.loads(printed), peers[-1])
        parts.append(measured(file))
    file.unlink()
    counting = min(part["count"] for part in parts), min(peer["count"] for peer in peers)
    tallying = (
        min(part["tally"] for part in parts),
        min(peer["count"] + peer["numbers"] for peer in peers),
    )
    row = [
        f"{mechanism:<14}{size:>10,}",
        f"{min(ours):>8.2f}{min(theirs):>8.2f}{min(ours) / min(theirs):>7.2f}",
        f"{memory:>8.0f}{peer_memory:>8.0f}",
        *(f"{mine:>9.0f}{other:>8.0f}{mine / other:>7.2f}" for mine, other in (counting, tallying)),
    ]
    return " |".join(row), counting[0]


def start(mechanism: str, size: int, rounds: int, folder: Path) -> str:
    """The row of one mechanism at one size: the whole command, the least time of several rounds."""
    file = folder / f"{mechanism}.json"
    write_election(mechanism, size, file)
    commands: tuple[tuple[str | Path, ...], ...] = (
        (sys.executable, "-m", "bot", "tally", file),
        ("node", NODE / "count.cjs", file),
        ("node", NODE / "count.cjs", file, "--bare"),
    )
    times: tuple[list[float], ...] = ([], [], [])
    for _ in range(rounds):
        for command, seconds in zip(commands, times, strict=True):
            seconds.append(run(*command)[1])
    file.unlink()
    ours, whole, bare = map(min, times)
    return (
        f"{mechanism:<14}{size:>10,} |{ours:>8.3f} |{whole:>8.3f}{ours / whole:>7.2f} |"
        f"{bare:>8.3f}{ours / bare:>7.2f}"
    )


def main() -> None:
    """Runs the comparison."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="a fiftieth of the ballots, for a quick look")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=SIZES, action="append", help="these mechanisms (may be repeated)")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure)
        return
    if not (NODE / "node_modules").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=NODE, check=True)
    print(f"{'':24}|  whole command, s     | peak memory, MB|   counting alone, ms   |      tally, ms")
    print(
        f"{'mechanism':<14}{'ballots':>10}|  ours    node  ratio  |   ours    node |   ours    node  ratio  |  …"
    )
    sizes = {name: SIZES[name] // (50 if asked.small else 1) for name in asked.only or SIZES}
    counting: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for mechanism, size in sizes.items():
            row, counting[mechanism] = compare(mechanism, size, asked.rounds, Path(folder))
            print(row, flush=True)
        print(f"\n{'':24} | whole command, s, and its ratio to node and to node bare")
        for mechanism in sizes:
            for size in START_SIZES:
                few = size // (50 if asked.small else 1)
                print(start(mechanism, few, 2 * asked.rounds, Path(folder)), flush=True)
        print(f"\n{'':24} |   counting alone, ms, of     | time per")
        print(f"{'mechanism':<14}{'ballots':>10} |  quarter     half      all |   ballot, all ÷ quarter")
        for mechanism, size in sizes.items():
            print(growth(mechanism, size, asked.rounds, Path(folder), counting[mechanism]), flush=True)


if __name__ == "__main__":
    main()
