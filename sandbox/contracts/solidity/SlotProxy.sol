// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// A proxy whose implementation anybody may change, kept in whatever slot its maker names: as in EIP-1967, EIP-1822 or
/// what came before them.
contract SlotProxy {
    bytes32 private immutable SLOT;

    constructor(address implementation, bytes32 slot) {
        SLOT = slot;
        assembly {
            sstore(slot, implementation)
        }
    }

    function upgradeTo(address implementation) external {
        bytes32 slot = SLOT;
        assembly {
            sstore(slot, implementation)
        }
    }

    fallback() external payable {
        bytes32 slot = SLOT;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), sload(slot), 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(done) {
                revert(0, returndatasize())
            }
            return(0, returndatasize())
        }
    }

    receive() external payable {}
}
