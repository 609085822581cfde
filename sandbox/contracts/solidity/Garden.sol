// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// What members of a garden (1Hive) have staked, and the power that it gives them in each pool they have activated.
contract Garden {
    IERC20 public immutable gardenToken;
    mapping(address => uint256) private staked;
    mapping(address => mapping(address => uint256)) private power;

    constructor(IERC20 token) {
        gardenToken = token;
    }

    function stake(uint256 amount) external {
        require(gardenToken.transferFrom(msg.sender, address(this), amount));
        staked[msg.sender] += amount;
    }

    function activate(address pool) external {
        power[msg.sender][pool] = staked[msg.sender];
    }

    function getMemberStakedAmount(address member) external view returns (uint256) {
        return staked[member];
    }

    function getMemberPowerInStrategy(address member, address pool) external view returns (uint256) {
        return power[member][pool];
    }
}
