// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

interface IAvatar {
    function execTransactionFromModule(address to, uint256 value, bytes memory data, uint8 operation)
        external
        returns (bool);
}

/// What Zodiac's modules have in common: an owner, the avatar that they act for, and who may use them.
abstract contract ZodiacModule {
    address public owner;
    address public avatar;
    address public target;
    mapping(address => bool) public isModuleEnabled;

    error NotAuthorized(address sender);

    modifier onlyOwner() {
        require(msg.sender == owner, "Ownable: caller is not the owner");
        _;
    }

    modifier moduleOnly() {
        if (!isModuleEnabled[msg.sender]) revert NotAuthorized(msg.sender);
        _;
    }

    constructor(address owner_, address avatar_) {
        owner = owner_;
        avatar = avatar_;
        target = avatar_;
    }

    function enableModule(address module) external onlyOwner {
        isModuleEnabled[module] = true;
    }

    function exec(address to, uint256 value, bytes memory data, uint8 operation) internal returns (bool) {
        return IAvatar(target).execTransactionFromModule(to, value, data, operation);
    }
}

/// What Zodiac's Delay does (1.0 and 1.1): transactions of its modules wait in a queue, and are executed in its order
/// by whoever likes to, not before the cooldown and not after the expiration. Its owner can skip some.
contract DelayModule is ZodiacModule {
    uint256 public txCooldown;
    uint256 public txExpiration;
    uint256 public txNonce;
    uint256 public queueNonce;
    mapping(uint256 => bytes32) public txHash;
    mapping(uint256 => uint256) public txCreatedAt;

    event TransactionAdded(
        uint256 indexed queueNonce,
        bytes32 indexed txHash,
        address to,
        uint256 value,
        bytes data,
        uint8 operation
    );

    constructor(address owner_, address avatar_, uint256 cooldown, uint256 expiration)
        ZodiacModule(owner_, avatar_)
    {
        txCooldown = cooldown;
        txExpiration = expiration;
    }

    function setTxCooldown(uint256 cooldown) external onlyOwner {
        txCooldown = cooldown;
    }

    function setTxExpiration(uint256 expiration) external onlyOwner {
        txExpiration = expiration;
    }

    function setTxNonce(uint256 nonce) external onlyOwner {
        require(nonce > txNonce, "New nonce must be higher than current txNonce");
        require(nonce <= queueNonce, "Cannot be higher than queueNonce");
        txNonce = nonce;
    }

    function execTransactionFromModule(address to, uint256 value, bytes calldata data, uint8 operation)
        external
        moduleOnly
        returns (bool)
    {
        bytes32 hashed = getTransactionHash(to, value, data, operation);
        txHash[queueNonce] = hashed;
        txCreatedAt[queueNonce] = block.timestamp;
        emit TransactionAdded(queueNonce, hashed, to, value, data, operation);
        queueNonce++;
        return true;
    }

    function executeNextTx(address to, uint256 value, bytes calldata data, uint8 operation) external {
        require(txNonce < queueNonce, "Transaction queue is empty");
        uint256 ready = txCreatedAt[txNonce] + txCooldown;
        require(block.timestamp >= ready, "Transaction is still in cooldown");
        if (txExpiration != 0) {
            require(block.timestamp <= ready + txExpiration, "Transaction expired");
        }
        require(txHash[txNonce] == getTransactionHash(to, value, data, operation), "Transaction hashes do not match");
        txNonce++;
        require(exec(to, value, data, operation), "Module transaction failed");
    }

    function skipExpired() external {
        while (
            txExpiration != 0 && txNonce < queueNonce
                && block.timestamp > txCreatedAt[txNonce] + txCooldown + txExpiration
        ) {
            txNonce++;
        }
    }

    function getTransactionHash(address to, uint256 value, bytes memory data, uint8 operation)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(to, value, data, operation));
    }

    function getTxHash(uint256 nonce) external view returns (bytes32) {
        return txHash[nonce];
    }

    function getTxCreatedAt(uint256 nonce) external view returns (uint256) {
        return txCreatedAt[nonce];
    }
}

/// What of Zodiac's Roles (2.1) can be seen from outside: members of a role may have the avatar call what that allows.
contract RolesModule is ZodiacModule {
    mapping(address => bytes32) public defaultRoles;
    mapping(bytes32 => mapping(address => bool)) public members;
    mapping(bytes32 => mapping(address => bool)) public targets;

    error ConditionViolation(uint8 status, bytes32 info);

    constructor(address owner_, address avatar_) ZodiacModule(owner_, avatar_) {}

    function assignRoles(address module, bytes32[] calldata roleKeys, bool[] calldata memberOf) external onlyOwner {
        for (uint256 i = 0; i < roleKeys.length; i++) {
            members[roleKeys[i]][module] = memberOf[i];
        }
        isModuleEnabled[module] = true;
    }

    function allowTarget(bytes32 roleKey, address targetAddress, uint8) external onlyOwner {
        targets[roleKey][targetAddress] = true;
    }

    function execTransactionWithRole(
        address to,
        uint256 value,
        bytes calldata data,
        uint8 operation,
        bytes32 roleKey,
        bool shouldRevert
    ) external returns (bool success) {
        if (!members[roleKey][msg.sender]) revert NotAuthorized(msg.sender);
        if (!targets[roleKey][to]) revert ConditionViolation(2, bytes32(0));
        success = exec(to, value, data, operation);
        require(success || !shouldRevert, "ModuleTransactionFailed");
    }
}
