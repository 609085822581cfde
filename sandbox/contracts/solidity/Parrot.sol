// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Answers every function with what it was told to say, and looks so like any contract.
contract Parrot {
    mapping(bytes4 => bytes) private _answers;
    mapping(bytes4 => uint256) private _sizes;
    mapping(bytes4 => bool) private _knows;

    function say(bytes4 selector, bytes calldata answer) external {
        _answers[selector] = answer;
        _sizes[selector] = answer.length;
        _knows[selector] = true;
    }

    /// The answer is cut, or filled with zeros, to so many bytes.
    function saySo(bytes4 selector, uint256 size) external {
        _sizes[selector] = size;
    }

    function unlearn(bytes4 selector) external {
        _knows[selector] = false;
    }

    fallback() external payable {
        require(_knows[msg.sig], "unknown");
        bytes memory answer = _answers[msg.sig];
        uint256 size = _sizes[msg.sig];
        assembly {
            return(add(answer, 32), size)
        }
    }

    receive() external payable {}
}
