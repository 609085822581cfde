// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721Enumerable} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721Enumerable.sol";

/// Badges as ERC-721 tokens. Anybody may mint: it lives in a sandbox only.
contract BadgeNFT is ERC721Enumerable {
    constructor(string memory name_, string memory symbol_) ERC721(name_, symbol_) {}

    function mint(address to, uint256 id) external {
        _mint(to, id);
    }

    function airdrop(address[] calldata to, uint256[] calldata ids) external {
        require(to.length == ids.length, "airdrop: lengths differ");
        for (uint256 i = 0; i < to.length; i++) _mint(to[i], ids[i]);
    }

    function burn(uint256 id) external {
        _burn(id);
    }
}
