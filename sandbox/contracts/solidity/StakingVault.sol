// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// Holds tokens for stakers: a power source that isn't a token itself.
contract StakingVault {
    IERC20 public immutable token;
    mapping(address => uint256) private _staked;
    uint256 public totalStaked;

    event Staked(address indexed account, uint256 amount);
    event Withdrawn(address indexed account, uint256 amount);

    constructor(IERC20 token_) {
        token = token_;
    }

    function stakedOf(address account) external view returns (uint256) {
        return _staked[account];
    }

    function stake(uint256 amount) external {
        stakeFor(msg.sender, amount);
    }

    function stakeFor(address account, uint256 amount) public {
        _staked[account] += amount;
        totalStaked += amount;
        require(token.transferFrom(msg.sender, address(this), amount), "StakingVault: transfer refused");
        emit Staked(account, amount);
    }

    function withdraw(uint256 amount) external {
        _staked[msg.sender] -= amount;
        totalStaked -= amount;
        require(token.transfer(msg.sender, amount), "StakingVault: transfer refused");
        emit Withdrawn(msg.sender, amount);
    }
}
