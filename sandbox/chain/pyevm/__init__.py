"""An EVM chain in one process, out of py-evm."""
