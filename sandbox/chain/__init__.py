"""A local EVM chain that needs nothing but pip, with anvil as a second backend."""

from sandbox.chain.account import Account
from sandbox.chain.chain import Block, LocalChain
from sandbox.chain.contract import MULTICALL3, Contract
from sandbox.chain.errors import RpcError

__all__ = ["MULTICALL3", "Account", "Block", "Contract", "LocalChain", "RpcError"]
