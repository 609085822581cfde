// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// Pays accounts that stand in a list of which it knows the root alone: OpenZeppelin's standard tree of (account, amount).
///
/// Whoever opens a drop funds it; it bears their address, so that nobody takes the place of another's first, and what it
/// is for, so that equal lists don't collide. No drop pays out more than was put into it.
contract VoterDrops {
    using SafeERC20 for IERC20;

    struct Drop {
        address token;
        uint64 claimableUntil;
        bytes32 root;
        uint256 left;
    }

    event Opened(address indexed funder, bytes32 indexed record, address token, bytes32 root, uint256 total, uint256 until);
    event Claimed(address indexed funder, bytes32 indexed record, address indexed account, uint256 amount);
    event Swept(address indexed funder, bytes32 indexed record, uint256 amount);

    error OpenAlready();
    error NotOpen();
    error TooLong();
    error NotWhole(uint256 received, uint256 total);
    error ClaimedAlready(address account);
    error NotInTheList(address account, uint256 amount);
    error StillClaimable(uint256 until);

    mapping(address funder => mapping(bytes32 record => Drop)) public drops;
    mapping(address funder => mapping(bytes32 record => mapping(address account => bool))) public claimed;

    /// Takes `total` of the token from the caller, who has allowed that, for who stands in the list. `claimable`: for so
    /// many seconds nothing of it can be taken back.
    function openDrop(address token, bytes32 record, bytes32 root, uint256 total, uint256 claimable) external {
        Drop storage drop = drops[msg.sender][record];
        if (drop.token != address(0)) revert OpenAlready();
        if (claimable > type(uint64).max - block.timestamp) revert TooLong();
        uint256 until = block.timestamp + claimable;
        // Before the token is called, which may call back.
        drops[msg.sender][record] = Drop(token, uint64(until), root, total);
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), total);
        // A token that keeps a fee would have one drop pay for another.
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != total) revert NotWhole(received, total);
        emit Opened(msg.sender, record, token, root, total, until);
    }

    /// Sends an account what the list has for it, once; anybody may ask for that.
    function claim(address funder, bytes32 record, address account, uint256 amount, bytes32[] calldata proof) external {
        Drop storage drop = drops[funder][record];
        if (drop.token == address(0)) revert NotOpen();
        if (claimed[funder][record][account]) revert ClaimedAlready(account);
        // Hashed twice, so that no two nodes can be read as a leaf, though they are as long.
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account, amount))));
        if (!MerkleProof.verifyCalldata(proof, drop.root, leaf)) revert NotInTheList(account, amount);
        claimed[funder][record][account] = true;
        drop.left -= amount;
        IERC20(drop.token).safeTransfer(account, amount);
        emit Claimed(funder, record, account, amount);
    }

    /// Sends what nobody has claimed in time back to who opened the caller's own drop.
    function sweep(bytes32 record) external {
        Drop storage drop = drops[msg.sender][record];
        if (drop.token == address(0)) revert NotOpen();
        if (block.timestamp < drop.claimableUntil) revert StillClaimable(drop.claimableUntil);
        uint256 amount = drop.left;
        drop.left = 0;
        IERC20(drop.token).safeTransfer(msg.sender, amount);
        emit Swept(msg.sender, record, amount);
    }
}
