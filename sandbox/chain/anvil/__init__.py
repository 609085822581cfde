"""Anvil, a plain binary from npm, as the second backend."""
