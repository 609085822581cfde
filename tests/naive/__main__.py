"""`python -m tests.naive --count 20000 [--seed 0]`: exit status 1 and the elections that differ, if any do."""

from __future__ import annotations

import argparse
import sys
from itertools import chain

from tests.naive.compare import differences
from tests.naive.generate import election_in_parts, tied_run_off

_OF_WHICH_ONE_IS_TIED = 20
"""A tied run-off takes the naive count as long as so many others."""


def main() -> int:
    """Compares the two implementations on as many random elections as asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.naive", description=main.__doc__)
    parser.add_argument("--count", type=int, default=2000, help="how many elections")
    parser.add_argument("--seed", type=int, default=0, help="number of the first")
    asked = parser.parse_args()
    seeds = range(asked.seed, asked.seed + asked.count)
    tied = seeds[: asked.count // _OF_WHICH_ONE_IS_TIED]
    found = list(differences(chain(map(election_in_parts, seeds), map(tied_run_off, tied))))
    for each in found[:5]:
        print(each)
    print(
        f"{asked.count} random elections and {len(tied)} tied run-offs from seed {asked.seed}: {len(found)} differ"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
