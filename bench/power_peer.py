"""Powers by PyPI `multicall`, in an environment of its own: one question a line in, one answer a line out."""

import json
import sys
import time

from multicall import Call, Multicall
from web3 import HTTPProvider, Web3

nodes = {}

for line in sys.stdin:
    asked = json.loads(line)
    node = nodes.setdefault(asked["url"], Web3(HTTPProvider(asked["url"])))
    began = time.perf_counter()
    calls = [
        Call(asked["token"], ["getVotes(address)(uint256)", wallet], [(wallet, None)])
        for wallet in asked["wallets"]
    ]
    powers = Multicall(calls, _w3=node, block_id=asked["block"])()
    seconds = time.perf_counter() - began
    answer = {"seconds": seconds, "powers": [str(powers[wallet]) for wallet in asked["wallets"]]}
    print(json.dumps(answer), flush=True)
