"""Anvil's tests are collected where its binary is, or where it has to be."""

import os

from sandbox.chain.anvil.process import BINARY

collect_ignore = (
    []
    if BINARY.exists() or os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1"
    else ["test_safe_service_on_anvil.py"]
)
