"""The sandbox's contracts: Solidity sources and their compiled artifacts."""
