"""Anvil's tests are collected where its binary is, or where it has to be."""

import os

import pytest

from sandbox.chain.anvil.process import BINARY

pytest.register_assert_rewrite(
    "tests.chain.chain_reads_rules", "tests.chain.source_kinds_rules", "tests.chain.starved_reads_rules"
)

collect_ignore = (
    []
    if BINARY.exists() or os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1"
    else ["test_chain_reads_on_anvil.py", "test_source_kinds_on_anvil.py", "test_starved_reads_on_anvil.py"]
)
