// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721Enumerable} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721Enumerable.sol";

/// Estates of several parcels of land each: `getLANDsSize` says, as Decentraland's registry does, how many parcels all
/// estates of an account have together.
contract Estates is ERC721Enumerable {
    mapping(uint256 => uint256) public getEstateSize;

    constructor() ERC721("Estate", "EST") {}

    function found(address owner, uint256 id, uint256 parcels) external {
        getEstateSize[id] = parcels;
        _mint(owner, id);
    }

    function getLANDsSize(address owner) external view returns (uint256 parcels) {
        for (uint256 place = 0; place < balanceOf(owner); place++) {
            parcels += getEstateSize[tokenOfOwnerByIndex(owner, place)];
        }
    }
}
