"""Which Chromium there is on this machine: the distribution's, else npm's, which `make test` unpacks here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SETTING = "FOLKMOOT_CHROMIUM"
MISSING = (
    "no Chromium was found. Install one (Debian and Ubuntu: apt install chromium; Fedora: dnf install chromium; "
    f"macOS: brew install --cask chromium), or name its program in {SETTING}; on Linux, `make test` takes npm's"
)
UNPACKED = Path(__file__).with_name("node_modules") / ".chromium"


class NoChromium(Exception):
    """There is none on this machine."""

    def __init__(self) -> None:
        super().__init__(MISSING)


@dataclass(frozen=True)
class Program:
    path: str
    environment: Mapping[str, str] = field(default_factory=dict)
    """What it needs besides that of this process."""


def program() -> Program:
    """The one that FOLKMOOT_CHROMIUM names, or of a usual name, or npm's. Raises NoChromium."""
    named = os.environ.get(SETTING)
    if found := next(filter(None, map(shutil.which, [named] if named else NAMES)), None):
        return Program(found)
    unpacked = UNPACKED / "chromium"
    if named or not unpacked.exists():
        raise NoChromium
    # It brings fonts and libraries along, since it is made for machines that have neither.
    libraries = [str(UNPACKED / "al2023" / "lib"), *filter(None, [os.environ.get("LD_LIBRARY_PATH")])]
    return Program(
        str(unpacked),
        {"FONTCONFIG_PATH": str(UNPACKED / "fonts"), "LD_LIBRARY_PATH": os.pathsep.join(libraries)},
    )
