"""Anvil's tests are collected where its binary is, or where it has to be."""

import os

import pytest

from sandbox.chain.anvil.process import BINARY

pytest.register_assert_rewrite(
    "tests.chain.chain_reads_rules",
    "tests.chain.sources.source_kinds_rules",
    "tests.chain.nodes.starved_reads_rules",
)

collect_ignore_glob = (
    [] if BINARY.exists() or os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1" else ["*_on_anvil.py"]
)
