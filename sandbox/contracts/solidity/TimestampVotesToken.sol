// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {VotesToken} from "./VotesToken.sol";

/// A governance token whose ERC-6372 clock is the timestamp.
contract TimestampVotesToken is VotesToken {
    constructor(string memory name_, string memory symbol_) VotesToken(name_, symbol_) {}

    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }
}
