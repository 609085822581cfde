// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// What Moloch DAOs of the first and second version keep of their members, and the keys that vote for them.
abstract contract Guild {
    uint256 public totalShares;
    mapping(address => address) public memberAddressByDelegateKey;

    /// The member names another key to act with their shares; nobody else's key, and no member.
    function updateDelegateKey(address newKey) external {
        address oldKey = keyOf(msg.sender);
        require(oldKey != address(0), "not a member");
        if (newKey != msg.sender) {
            require(newKey != address(0) && keyOf(newKey) == address(0), "cannot overwrite existing members");
            require(memberAddressByDelegateKey[newKey] == address(0), "cannot overwrite existing delegate keys");
        }
        memberAddressByDelegateKey[oldKey] = address(0);
        memberAddressByDelegateKey[newKey] = msg.sender;
        setKey(msg.sender, newKey);
    }

    function keyOf(address member) internal view virtual returns (address);

    function setKey(address member, address key) internal virtual;
}

contract GuildV1 is Guild {
    struct Member {
        address delegateKey;
        uint256 shares;
        bool exists;
        uint256 highestIndexYesVote;
    }

    mapping(address => Member) public members;

    function admit(address member, uint256 shares) external {
        members[member] = Member(member, shares, true, 0);
        memberAddressByDelegateKey[member] = member;
        totalShares += shares;
    }

    function keyOf(address member) internal view override returns (address) {
        return members[member].delegateKey;
    }

    function setKey(address member, address key) internal override {
        members[member].delegateKey = key;
    }
}

contract GuildV2 is Guild {
    struct Member {
        address delegateKey;
        uint256 shares;
        uint256 loot;
        bool exists;
        uint256 highestIndexYesVote;
        uint256 jailed;
    }

    mapping(address => Member) public members;

    function admit(address member, uint256 shares, uint256 loot) external {
        members[member] = Member(member, shares, loot, true, 0, 0);
        memberAddressByDelegateKey[member] = member;
        totalShares += shares;
    }

    function keyOf(address member) internal view override returns (address) {
        return members[member].delegateKey;
    }

    function setKey(address member, address key) internal override {
        members[member].delegateKey = key;
    }
}
