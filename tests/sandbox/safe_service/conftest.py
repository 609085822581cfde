"""Tests that need npm are collected where its packages are, or where they have to be."""

import os
from pathlib import Path

from sandbox.chain.anvil.process import BINARY

required = os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1"
kit = Path(__file__).parent / "kit" / "node_modules"

collect_ignore = ["kit"]
if not required and not BINARY.exists():
    collect_ignore.append("test_safe_service_on_anvil.py")
if not required and not kit.exists():
    collect_ignore.append("test_safe_kit.py")
