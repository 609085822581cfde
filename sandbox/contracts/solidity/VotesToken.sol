// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// A governance token whose clock is the block number. Anybody may mint: it lives in a sandbox only.
contract VotesToken is ERC20, ERC20Permit, ERC20Votes {
    constructor(string memory name_, string memory symbol_) ERC20(name_, symbol_) ERC20Permit(name_) {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// Mints to many accounts; with `delegateToSelf` each account's balance counts as its own votes at once.
    function airdrop(address[] calldata to, uint256[] calldata amounts, bool delegateToSelf) external {
        require(to.length == amounts.length, "airdrop: lengths differ");
        for (uint256 i = 0; i < to.length; i++) {
            if (delegateToSelf && delegates(to[i]) != to[i]) _delegate(to[i], to[i]);
            _mint(to[i], amounts[i]);
        }
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }
}
