// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// An ERC-20 without votes, with any number of decimals. Anybody may mint: it lives in a sandbox only.
contract PlainToken is ERC20 {
    uint8 private immutable _decimals;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) ERC20(name_, symbol_) {
        _decimals = decimals_;
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function airdrop(address[] calldata to, uint256[] calldata amounts) external {
        require(to.length == amounts.length, "airdrop: lengths differ");
        for (uint256 i = 0; i < to.length; i++) _mint(to[i], amounts[i]);
    }
}
