// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// A wallet that is a contract: ERC-1271 signatures by one owner, and every way such a wallet can misbehave.
contract ContractWallet {
    enum Mode {
        Honest,
        Reverts,
        BurnsGas,
        ReturnsNothing,
        ReturnsGarbage,
        AcceptsEverything
    }

    bytes4 private constant MAGIC = 0x1626ba7e;
    bytes4 private constant MAGIC_OF_BYTES = 0x20c13b0b;

    address public owner;
    Mode public mode;

    constructor(address owner_) {
        owner = owner_;
    }

    receive() external payable {}

    function setOwner(address owner_) external {
        owner = owner_;
    }

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return judge(hash, signature, MAGIC);
    }

    /// As the standard was drafted, and as Safes before 1.5.0 ask: with all that is hashed.
    function isValidSignature(bytes calldata data, bytes calldata signature) external view returns (bytes4) {
        return judge(keccak256(data), signature, MAGIC_OF_BYTES);
    }

    function judge(bytes32 hash, bytes calldata signature, bytes4 magic) private view returns (bytes4) {
        if (mode == Mode.Reverts) revert("ContractWallet: reverts");
        if (mode == Mode.BurnsGas) {
            for (uint256 i = 0; ; i++) hash = keccak256(abi.encode(hash, i));
        }
        if (mode == Mode.ReturnsNothing) {
            assembly {
                return(0, 0)
            }
        }
        if (mode == Mode.ReturnsGarbage) {
            assembly {
                mstore(0, not(0))
                return(0, 7)
            }
        }
        if (mode == Mode.AcceptsEverything) return magic;
        (address signer, ECDSA.RecoverError problem, ) = ECDSA.tryRecover(hash, signature);
        return problem == ECDSA.RecoverError.NoError && signer == owner ? magic : bytes4(0xffffffff);
    }

    function execute(address to, uint256 value, bytes calldata data) external returns (bytes memory answer) {
        require(msg.sender == owner, "ContractWallet: only the owner");
        bool success;
        (success, answer) = to.call{value: value}(data);
        require(success, "ContractWallet: call failed");
    }
}
