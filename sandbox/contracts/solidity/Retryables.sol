// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// What ArbRetryableTx, which is part of Arbitrum's nodes and no contract, tells of tickets: a fake of that service.
/// Who sends `submit` is the node, which brings a ticket over and tries it once.
contract Retryables {
    struct Ticket {
        address to;
        uint256 value;
        bytes data;
        address beneficiary;
        uint256 timeout;
    }

    mapping(bytes32 => Ticket) private tickets;

    event TicketCreated(bytes32 indexed ticketId);
    event RedeemScheduled(
        bytes32 indexed ticketId,
        bytes32 indexed retryTxHash,
        uint64 indexed sequenceNum,
        uint64 donatedGas,
        address gasDonor,
        uint256 maxRefund,
        uint256 submissionFeeRefund
    );
    event Canceled(bytes32 indexed ticketId);

    error NoTicketWithID();

    function submit(bytes32 ticketId, address to, bytes calldata data, address beneficiary, bool tried) external payable {
        tickets[ticketId] = Ticket(to, msg.value, data, beneficiary, block.timestamp + 7 days);
        emit TicketCreated(ticketId);
        if (tried) _redeem(ticketId);
    }

    function redeem(bytes32 ticketId) external returns (bytes32) {
        _existing(ticketId);
        return _redeem(ticketId);
    }

    function cancel(bytes32 ticketId) external {
        require(msg.sender == _existing(ticketId).beneficiary, "only its beneficiary");
        delete tickets[ticketId];
        emit Canceled(ticketId);
    }

    function getTimeout(bytes32 ticketId) external view returns (uint256) {
        return _existing(ticketId).timeout;
    }

    function _redeem(bytes32 ticketId) private returns (bytes32 retry) {
        Ticket memory ticket = tickets[ticketId];
        retry = keccak256(abi.encode(ticketId, block.number));
        emit RedeemScheduled(ticketId, retry, 0, uint64(gasleft()), msg.sender, 0, 0);
        (bool success, ) = ticket.to.call{value: ticket.value}(ticket.data);
        if (success) delete tickets[ticketId];
    }

    function _existing(bytes32 ticketId) private view returns (Ticket storage ticket) {
        ticket = tickets[ticketId];
        if (ticket.timeout < block.timestamp) revert NoTicketWithID();
    }
}
