// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// Tokens that their holders have locked: has the functions of SafeDAO's locking contract that are read and used here.
contract TokenLock {
    IERC20 public immutable SAFE_TOKEN;
    mapping(address => uint96) private _balances;

    constructor(IERC20 token) {
        SAFE_TOKEN = token;
    }

    /// What the holder has locked or is unlocking, and has not taken out.
    function getUserTokenBalance(address holder) external view returns (uint96) {
        return _balances[holder];
    }

    function lock(uint96 amount) external {
        _balances[msg.sender] += amount;
        require(SAFE_TOKEN.transferFrom(msg.sender, address(this), amount), "TokenLock: transfer refused");
    }
}
