"""The command line: `folkmoot COMMAND`, `python -m bot COMMAND`."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int | None:
    """Runs one command (by default the one of `sys.argv`) and returns its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    # These two start without what only the help needs, which takes longer to load than most counts.
    if arguments[:1] == ["tally"]:
        from bot.cli.tally import run_and_exit

        run_and_exit(arguments[1:])
    if arguments == ["run"]:
        from bot.cli.run import run

        run()
        return None
    from bot.cli.app import app

    app(args=arguments, prog_name="folkmoot")
    return None


if __name__ == "__main__":
    sys.exit(main())
