// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Tells proxies what to run (EIP-1967); anybody may change it.
contract Beacon {
    address public implementation;

    constructor(address implementation_) {
        implementation = implementation_;
    }

    function upgradeTo(address implementation_) external {
        implementation = implementation_;
    }
}
