// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Vestings by id, as SafeDAO's pools have them: the same answers of the functions that are read here.
contract VestingPool {
    struct Vesting {
        address account;
        uint8 curveType;
        bool managed;
        uint16 durationWeeks;
        uint64 startDate;
        uint128 amount;
        uint128 amountClaimed;
        uint64 pausingDate;
        bool cancelled;
    }

    mapping(bytes32 => Vesting) public vestings;

    function addVesting(address account, uint64 startDate, uint128 amount) external returns (bytes32 id) {
        id = keccak256(abi.encode(account, startDate, amount));
        vestings[id] = Vesting(account, 0, false, 208, startDate, amount, 0, 0, false);
    }
}
