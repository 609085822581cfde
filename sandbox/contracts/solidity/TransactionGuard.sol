// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// A guard of a Safe (1.3.0 to 1.5.0), which the Safe asks before and after each transaction.
contract TransactionGuard {
    /// What it takes: 0 everything, 1 nothing, 2 nothing to `barred`, 3 only what a contract asks, 4 nothing that is
    /// executed already, 5 burns gas, 6 says no without a reason.
    uint256 public mode;
    address public barred;

    bytes4 private constant CHECK_TRANSACTION = 0x75f0bb52;
    bytes4 private constant CHECK_AFTER_EXECUTION = 0x93271368;

    constructor(uint256 mode_, address barred_) {
        mode = mode_;
        barred = barred_;
    }

    function setMode(uint256 given) external {
        mode = given;
    }

    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == 0xe6d7a83a || interfaceId == 0x01ffc9a7;
    }

    fallback() external {
        if (msg.sig == CHECK_TRANSACTION) {
            address to = address(uint160(uint256(bytes32(msg.data[4:36]))));
            if (mode == 1) revert("nothing passes here");
            if (mode == 2 && to == barred) revert("not to them");
            if (mode == 3 && msg.sender.code.length == 0) revert("not asked by a contract");
            while (mode == 5) {}
            if (mode == 6) revert();
        } else if (msg.sig == CHECK_AFTER_EXECUTION) {
            if (mode == 4) revert("not like this");
        } else {
            revert("unknown function");
        }
    }
}
