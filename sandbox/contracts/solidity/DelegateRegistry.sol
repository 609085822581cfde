// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Who votes for whom, for everything or for one space: as in the registry that Snapshot uses.
contract DelegateRegistry {
    mapping(address => mapping(bytes32 => address)) public delegation;

    event SetDelegate(address indexed delegator, bytes32 indexed id, address indexed delegate);
    event ClearDelegate(address indexed delegator, bytes32 indexed id, address indexed delegate);

    function setDelegate(bytes32 id, address delegate) public {
        address before = delegation[msg.sender][id];
        require(delegate != msg.sender && delegate != address(0) && delegate != before, "no delegate");
        if (before != address(0)) emit ClearDelegate(msg.sender, id, before);
        delegation[msg.sender][id] = delegate;
        emit SetDelegate(msg.sender, id, delegate);
    }

    function clearDelegate(bytes32 id) public {
        address before = delegation[msg.sender][id];
        require(before != address(0), "No delegate set");
        delete delegation[msg.sender][id];
        emit ClearDelegate(msg.sender, id, before);
    }
}
