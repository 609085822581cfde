// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// Streams of one token by the second, behind the functions of LlamaPay: all of a payer's come out of one balance.
///
/// Rates and balances have 20 decimals, whatever the token has.
contract Payroll {
    using SafeERC20 for IERC20;

    struct Payer {
        uint256 balance;
        uint256 rate;
        uint256 settled;
    }

    IERC20 public immutable token;
    uint256 public immutable DECIMALS_DIVISOR;
    mapping(address payer => Payer) public payers;
    mapping(bytes32 id => uint256) public streamToStart;

    constructor(IERC20Metadata paid) {
        token = paid;
        DECIMALS_DIVISOR = 10 ** (20 - paid.decimals());
    }

    function getStreamId(address from, address to, uint216 amountPerSec) public pure returns (bytes32) {
        return keccak256(abi.encodePacked(from, to, amountPerSec));
    }

    function deposit(uint256 amount) public {
        payers[msg.sender].balance += amount * DECIMALS_DIVISOR;
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    function createStream(address to, uint216 amountPerSec) public {
        bytes32 id = getStreamId(msg.sender, to, amountPerSec);
        require(amountPerSec > 0 && streamToStart[id] == 0, "no new stream");
        require(_settle(msg.sender) == block.timestamp, "in debt");
        payers[msg.sender].rate += amountPerSec;
        streamToStart[id] = block.timestamp;
    }

    function depositAndCreate(uint256 amount, address to, uint216 amountPerSec) external {
        deposit(amount);
        createStream(to, amountPerSec);
    }

    function withdraw(address from, address to, uint216 amountPerSec) external {
        _pay(from, to, amountPerSec);
    }

    function cancelStream(address to, uint216 amountPerSec) external {
        bytes32 id = _pay(msg.sender, to, amountPerSec);
        streamToStart[id] = 0;
        payers[msg.sender].rate -= amountPerSec;
    }

    /// `amount` has 20 decimals.
    function withdrawPayer(uint256 amount) public {
        require(_settle(msg.sender) == block.timestamp, "in debt");
        payers[msg.sender].balance -= amount;
        token.safeTransfer(msg.sender, amount / DECIMALS_DIVISOR);
    }

    function withdrawPayerAll() external {
        _settle(msg.sender);
        withdrawPayer(payers[msg.sender].balance);
    }

    function _pay(address from, address to, uint216 amountPerSec) private returns (bytes32 id) {
        id = getStreamId(from, to, amountPerSec);
        uint256 start = streamToStart[id];
        require(start != 0, "no stream");
        uint256 until = _settle(from);
        streamToStart[id] = until;
        token.safeTransfer(to, ((until - start) * amountPerSec) / DECIMALS_DIVISOR);
    }

    /// Until when a payer's streams are paid for: now, or when the balance ran out.
    function _settle(address from) private returns (uint256) {
        Payer storage payer = payers[from];
        uint256 elapsed = block.timestamp - payer.settled;
        if (payer.rate > 0 && payer.balance < elapsed * payer.rate) elapsed = payer.balance / payer.rate;
        payer.balance -= elapsed * payer.rate;
        payer.settled += elapsed;
        return payer.settled;
    }
}
