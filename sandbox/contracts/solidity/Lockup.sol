// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// Linear streams behind the functions of Sablier's Lockup 4.0, which pays out the same at each second.
contract Lockup is ERC721 {
    using SafeERC20 for IERC20;

    struct Params {
        address sender;
        address recipient;
        uint128 depositAmount;
        address token;
        bool cancelable;
        bool transferable;
        string shape;
    }

    struct Times {
        uint40 start;
        uint40 end;
    }

    struct TimedParams {
        address sender;
        address recipient;
        uint128 depositAmount;
        address token;
        bool cancelable;
        bool transferable;
        Times timestamps;
        string shape;
    }

    struct UnlockAmounts {
        uint128 start;
        uint128 cliff;
    }

    struct Durations {
        uint40 cliff;
        uint40 total;
    }

    struct Stream {
        address sender;
        address token;
        bool cancelable;
        bool transferable;
        uint40 start;
        uint40 cliff;
        uint40 end;
        uint40 granularity;
        uint128 deposited;
        uint128 withdrawn;
        uint128 refunded;
        uint128 atStart;
        uint128 atCliff;
    }

    error Refused(string why);

    uint256 public nextStreamId = 1;
    mapping(uint256 id => Stream) public streams;

    constructor() ERC721("Lockup", "LOCK") {}

    function createWithDurationsLL(Params calldata params, UnlockAmounts calldata unlock, uint40 granularity, Durations calldata durations)
        external
        payable
        returns (uint256)
    {
        uint40 begin = uint40(block.timestamp);
        uint40 cliff = durations.cliff == 0 ? 0 : begin + durations.cliff;
        return _create(params, unlock, granularity, begin, cliff, begin + durations.total);
    }

    function createWithTimestampsLL(TimedParams calldata given, UnlockAmounts calldata unlock, uint40 granularity, uint40 cliffTime)
        external
        payable
        returns (uint256)
    {
        Params memory params = Params(
            given.sender, given.recipient, given.depositAmount, given.token, given.cancelable, given.transferable, given.shape
        );
        return _create(params, unlock, granularity, given.timestamps.start, cliffTime, given.timestamps.end);
    }

    function _create(Params memory params, UnlockAmounts memory unlock, uint40 granularity, uint40 start, uint40 cliff, uint40 end)
        private
        returns (uint256 id)
    {
        if (params.sender == address(0) || params.depositAmount == 0 || start == 0 || start >= end) revert Refused("terms");
        if (cliff == 0 ? unlock.cliff != 0 : cliff <= start || cliff >= end) revert Refused("cliff");
        if (unlock.start + unlock.cliff > params.depositAmount) revert Refused("unlocked amounts");
        if (granularity > end - start) revert Refused("granularity");
        id = nextStreamId++;
        streams[id] = Stream(
            params.sender, params.token, params.cancelable, params.transferable, start, cliff, end, granularity == 0 ? 1 : granularity,
            params.depositAmount, 0, 0, unlock.start, unlock.cliff
        );
        _mint(params.recipient, id);
        IERC20(params.token).safeTransferFrom(msg.sender, address(this), params.depositAmount);
    }

    /// What is due by now, withdrawn or not.
    function streamedAmountOf(uint256 id) public view returns (uint128) {
        Stream memory stream = streams[id];
        if (stream.refunded > 0) return stream.deposited - stream.refunded;
        if (block.timestamp < stream.start) return 0;
        if (block.timestamp < stream.cliff) return stream.atStart;
        if (block.timestamp >= stream.end) return stream.deposited;
        uint256 since = stream.cliff == 0 ? stream.start : stream.cliff;
        uint256 steps = (block.timestamp - since) / stream.granularity;
        uint256 rest = stream.deposited - stream.atStart - stream.atCliff;
        return stream.atStart + stream.atCliff + uint128(steps * rest * stream.granularity / (stream.end - since));
    }

    function withdrawableAmountOf(uint256 id) public view returns (uint128) {
        return streamedAmountOf(id) - streams[id].withdrawn;
    }

    function withdraw(uint256 id, address to, uint128 amount) public payable {
        if (to != ownerOf(id) && !_isAuthorized(ownerOf(id), msg.sender, id)) revert Refused("not the recipient's");
        if (amount == 0 || amount > withdrawableAmountOf(id)) revert Refused("amount");
        streams[id].withdrawn += amount;
        IERC20(streams[id].token).safeTransfer(to, amount);
    }

    function withdrawMax(uint256 id, address to) external payable returns (uint128 amount) {
        amount = withdrawableAmountOf(id);
        withdraw(id, to, amount);
    }

    function cancel(uint256 id) public payable returns (uint128 refunded) {
        Stream storage stream = streams[id];
        if (msg.sender != stream.sender || !stream.cancelable) revert Refused("cancel");
        refunded = stream.deposited - streamedAmountOf(id);
        if (refunded == 0) revert Refused("settled");
        stream.refunded = refunded;
        stream.cancelable = false;
        IERC20(stream.token).safeTransfer(stream.sender, refunded);
    }

    function renounce(uint256 id) external payable {
        if (msg.sender != streams[id].sender || !streams[id].cancelable) revert Refused("renounce");
        streams[id].cancelable = false;
    }

    /// Who gets a stream may hand it on only where its terms say so.
    function _update(address to, uint256 id, address caller) internal override returns (address from) {
        from = super._update(to, id, caller);
        if (from != address(0) && !streams[id].transferable) revert Refused("transfer");
    }
}
