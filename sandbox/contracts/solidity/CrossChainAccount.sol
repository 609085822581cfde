// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

interface IMessenger {
    function xDomainMessageSender() external view returns (address);
}

/// An account that does what its owner on another chain says through Optimism's messenger.
contract CrossChainAccount {
    IMessenger public immutable messenger;
    address public immutable owner;

    constructor(IMessenger messenger_, address owner_) {
        messenger = messenger_;
        owner = owner_;
    }

    receive() external payable {}

    function forward(address target, bytes calldata data) external payable {
        require(msg.sender == address(messenger), "only the messenger");
        require(messenger.xDomainMessageSender() == owner, "only for its owner");
        (bool success, bytes memory returned) = target.call{value: msg.value}(data);
        if (!success) {
            assembly {
                revert(add(returned, 32), mload(returned))
            }
        }
    }
}
