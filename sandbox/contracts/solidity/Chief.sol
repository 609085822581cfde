// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// Where the tokens lie that vote, as in MakerDAO's chief.
contract Chief {
    IERC20 public immutable gov;
    mapping(address => uint256) public deposits;

    constructor(IERC20 gov_) {
        gov = gov_;
    }

    function lock(uint256 amount) external {
        require(gov.transferFrom(msg.sender, address(this), amount));
        deposits[msg.sender] += amount;
    }

    function free(uint256 amount) external {
        deposits[msg.sender] -= amount;
        require(gov.transfer(msg.sender, amount));
    }
}

/// A delegate's own contract: what others lock in it lies in the chief as its deposit, and the delegate votes with it.
contract VoteDelegate {
    address public immutable delegate;
    Chief public immutable chief;
    mapping(address => uint256) public stake;

    constructor(Chief chief_, address delegate_) {
        chief = chief_;
        delegate = delegate_;
        chief_.gov().approve(address(chief_), type(uint256).max);
    }

    function lock(uint256 amount) external {
        require(chief.gov().transferFrom(msg.sender, address(this), amount));
        stake[msg.sender] += amount;
        chief.lock(amount);
    }

    function free(uint256 amount) external {
        stake[msg.sender] -= amount;
        chief.free(amount);
        require(chief.gov().transfer(msg.sender, amount));
    }
}

/// Makes each delegate one such contract.
contract VoteDelegateFactory {
    Chief public immutable chief;
    mapping(address => address) public delegates;

    constructor(Chief chief_) {
        chief = chief_;
    }

    function create() external returns (address made) {
        require(delegates[msg.sender] == address(0), "already a delegate");
        made = address(new VoteDelegate(chief, msg.sender));
        delegates[msg.sender] = made;
    }
}
