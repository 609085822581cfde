// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {VotesToken} from "./VotesToken.sol";

/// A governance token whose clock is the block number of another chain, as contracts on Arbitrum are told Ethereum's: a
/// tenth of the chain's own here. A Governor over it counts in that clock too.
contract LayerTwoClockToken is VotesToken {
    constructor(string memory name_, string memory symbol_) VotesToken(name_, symbol_) {}

    function clock() public view override returns (uint48) {
        return Time.blockNumber() / 10;
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=blocknumber&from=eip155:1";
    }
}
