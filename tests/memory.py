"""Where the tests keep their files: in memory, where the machine has a folder for that.

A bot waits with every vote until the disk has it; thousands of tests with a database each would wait for little else.
"""

import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path("/dev/shm")
ROOM = 2**31
"""Bytes that must be free there: a container's is often tiny."""


def keep_files_in_memory() -> None:
    """Let this process and those that it starts make their temporary files there; not if TMPDIR says where."""
    if "TMPDIR" in os.environ or not os.access(FOLDER, os.W_OK) or shutil.disk_usage(FOLDER).free < ROOM:
        return
    os.environ["TMPDIR"] = str(FOLDER)
    tempfile.tempdir = None
