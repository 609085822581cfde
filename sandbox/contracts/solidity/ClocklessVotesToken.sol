// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "openzeppelin-4/token/ERC20/ERC20.sol";
import {ERC20Permit} from "openzeppelin-4/token/ERC20/extensions/draft-ERC20Permit.sol";
import {ERC20Votes} from "openzeppelin-4/token/ERC20/extensions/ERC20Votes.sol";

/// Votes as OpenZeppelin 4 kept them, before ERC-6372: neither `clock()` nor `CLOCK_MODE()`. ENS is one of these.
contract ClocklessVotesToken is ERC20Votes {
    constructor(string memory name_, string memory symbol_) ERC20(name_, symbol_) ERC20Permit(name_) {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// The same on a chain such as Arbitrum, where contracts are told a number of another chain's block: a hundredth of
/// the chain's own here.
contract LayerTwoVotesToken is ClocklessVotesToken {
    constructor(string memory name_, string memory symbol_) ClocklessVotesToken(name_, symbol_) {}

    function getPastVotes(address account, uint256 blockNumber) public view override returns (uint256) {
        require(blockNumber < block.number / 100 + 1, "ERC20Votes: block not yet mined");
        return super.getPastVotes(account, blockNumber);
    }
}
