"""`python -m tests.naive --count 20000 [--seed 0]`: exit status 1 and the elections that differ, if any do."""

from __future__ import annotations

import argparse
import sys

from tests.naive.compare import differences
from tests.naive.generate import election


def main() -> int:
    """Compares the two implementations on as many random elections as asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.naive", description=main.__doc__)
    parser.add_argument("--count", type=int, default=2000, help="how many elections")
    parser.add_argument("--seed", type=int, default=0, help="number of the first")
    asked = parser.parse_args()
    found = list(differences(map(election, range(asked.seed, asked.seed + asked.count))))
    for each in found[:5]:
        print(each)
    print(f"{asked.count} random elections from seed {asked.seed}: {len(found)} differ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
