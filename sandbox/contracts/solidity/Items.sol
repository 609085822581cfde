// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

/// Several kinds of tokens in one ERC-1155 contract. Anybody may mint: it lives in a sandbox only.
contract Items is ERC1155 {
    constructor(string memory uri_) ERC1155(uri_) {}

    function mint(address to, uint256 id, uint256 amount) external {
        _mint(to, id, amount, "");
    }

    function airdrop(address[] calldata to, uint256 id, uint256[] calldata amounts) external {
        require(to.length == amounts.length, "airdrop: lengths differ");
        for (uint256 i = 0; i < to.length; i++) _mint(to[i], id, amounts[i], "");
    }
}
