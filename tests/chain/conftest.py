"""Anvil's tests are collected where its binary is, or where it has to be."""

import os

import pytest

from sandbox.chain.anvil.process import BINARY

pytest.register_assert_rewrite("chain_reads_rules")

collect_ignore = (
    []
    if BINARY.exists() or os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1"
    else ["test_chain_reads_on_anvil.py"]
)
