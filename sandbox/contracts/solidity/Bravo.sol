// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

interface PriorVotes {
    function getPriorVotes(address account, uint256 blockNumber) external view returns (uint96);
}

interface Timelock {
    function delay() external view returns (uint256);
    function GRACE_PERIOD() external view returns (uint256);
    function queuedTransactions(bytes32 hash) external view returns (bool);
    function queueTransaction(address target, uint256 value, string calldata signature, bytes calldata data, uint256 eta)
        external
        returns (bytes32);
    function cancelTransaction(address target, uint256 value, string calldata signature, bytes calldata data, uint256 eta)
        external;
    function executeTransaction(address target, uint256 value, string calldata signature, bytes calldata data, uint256 eta)
        external
        payable
        returns (bytes memory);
}

/// What Compound's and Uniswap's GovernorBravo do before Compound's Timelock, with the same functions, events and
/// states; periods and quorum are free, as a sandbox needs them.
contract Bravo {
    enum ProposalState {
        Pending,
        Active,
        Canceled,
        Defeated,
        Succeeded,
        Queued,
        Expired,
        Executed
    }

    struct Receipt {
        bool hasVoted;
        uint8 support;
        uint96 votes;
    }

    struct Proposal {
        uint256 id;
        address proposer;
        uint256 eta;
        uint256 startBlock;
        uint256 endBlock;
        uint256 forVotes;
        uint256 againstVotes;
        uint256 abstainVotes;
        bool canceled;
        bool executed;
    }

    struct Calls {
        address[] targets;
        uint256[] values;
        string[] signatures;
        bytes[] calldatas;
    }

    event ProposalCreated(
        uint256 id,
        address proposer,
        address[] targets,
        uint256[] values,
        string[] signatures,
        bytes[] calldatas,
        uint256 startBlock,
        uint256 endBlock,
        string description
    );
    event VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 votes, string reason);
    event ProposalCanceled(uint256 id);
    event ProposalQueued(uint256 id, uint256 eta);
    event ProposalExecuted(uint256 id);

    string public constant name = "Bravo";
    uint256 public constant proposalMaxOperations = 10;
    bytes32 public constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,uint256 chainId,address verifyingContract)");
    bytes32 public constant BALLOT_TYPEHASH = keccak256("Ballot(uint256 proposalId,uint8 support)");

    address public admin;
    PriorVotes public immutable comp;
    Timelock public immutable timelock;
    uint256 public votingDelay;
    uint256 public votingPeriod;
    uint256 public proposalThreshold;
    uint256 public quorumVotes;
    uint256 public initialProposalId;
    uint256 public proposalCount;
    mapping(uint256 => Proposal) public proposals;
    mapping(address => uint256) public latestProposalIds;
    mapping(uint256 => Calls) private _calls;
    mapping(uint256 => mapping(address => Receipt)) private _receipts;

    constructor(PriorVotes comp_, Timelock timelock_, uint256 delay, uint256 period, uint256 threshold, uint256 quorum) {
        admin = address(timelock_);
        comp = comp_;
        timelock = timelock_;
        votingDelay = delay;
        votingPeriod = period;
        proposalThreshold = threshold;
        quorumVotes = quorum;
    }

    /// Begins to count from there. The timelock has this contract as its admin from the start.
    function _initiate(uint256 initialProposalId_) external {
        require(initialProposalId == 0, "Bravo: active already");
        initialProposalId = proposalCount = initialProposalId_;
    }

    function propose(
        address[] memory targets,
        uint256[] memory values,
        string[] memory signatures,
        bytes[] memory calldatas,
        string memory description
    ) public returns (uint256) {
        require(initialProposalId != 0, "Bravo: not active");
        require(comp.getPriorVotes(msg.sender, block.number - 1) > proposalThreshold, "Bravo: below the threshold");
        require(
            targets.length == values.length && targets.length == signatures.length && targets.length == calldatas.length,
            "Bravo: lengths differ"
        );
        require(targets.length != 0 && targets.length <= proposalMaxOperations, "Bravo: none or too many actions");
        uint256 latest = latestProposalIds[msg.sender];
        if (latest != 0) {
            ProposalState last = state(latest);
            require(last != ProposalState.Active && last != ProposalState.Pending, "Bravo: one live proposal each");
        }
        uint256 id = ++proposalCount;
        uint256 start = block.number + votingDelay;
        proposals[id] = Proposal(id, msg.sender, 0, start, start + votingPeriod, 0, 0, 0, false, false);
        _calls[id] = Calls(targets, values, signatures, calldatas);
        latestProposalIds[msg.sender] = id;
        emit ProposalCreated(
            id, msg.sender, targets, values, signatures, calldatas, start, start + votingPeriod, description
        );
        return id;
    }

    function queue(uint256 id) external {
        require(state(id) == ProposalState.Succeeded, "Bravo: not succeeded");
        uint256 eta = block.timestamp + timelock.delay();
        Calls storage c = _calls[id];
        for (uint256 i = 0; i < c.targets.length; i++) {
            bytes32 hash = keccak256(abi.encode(c.targets[i], c.values[i], c.signatures[i], c.calldatas[i], eta));
            require(!timelock.queuedTransactions(hash), "Bravo: the same is queued already");
            timelock.queueTransaction(c.targets[i], c.values[i], c.signatures[i], c.calldatas[i], eta);
        }
        proposals[id].eta = eta;
        emit ProposalQueued(id, eta);
    }

    function execute(uint256 id) external payable {
        require(state(id) == ProposalState.Queued, "Bravo: not queued");
        Proposal storage p = proposals[id];
        Calls storage c = _calls[id];
        p.executed = true;
        for (uint256 i = 0; i < c.targets.length; i++) {
            timelock.executeTransaction{value: c.values[i]}(
                c.targets[i], c.values[i], c.signatures[i], c.calldatas[i], p.eta
            );
        }
        emit ProposalExecuted(id);
    }

    function cancel(uint256 id) external {
        require(state(id) != ProposalState.Executed, "Bravo: executed already");
        Proposal storage p = proposals[id];
        require(
            msg.sender == p.proposer || comp.getPriorVotes(p.proposer, block.number - 1) < proposalThreshold,
            "Bravo: proposer above the threshold"
        );
        p.canceled = true;
        Calls storage c = _calls[id];
        for (uint256 i = 0; i < c.targets.length; i++) {
            timelock.cancelTransaction(c.targets[i], c.values[i], c.signatures[i], c.calldatas[i], p.eta);
        }
        emit ProposalCanceled(id);
    }

    function getActions(uint256 id)
        external
        view
        returns (address[] memory, uint256[] memory, string[] memory, bytes[] memory)
    {
        Calls storage c = _calls[id];
        return (c.targets, c.values, c.signatures, c.calldatas);
    }

    function getReceipt(uint256 id, address voter) external view returns (Receipt memory) {
        return _receipts[id][voter];
    }

    function state(uint256 id) public view returns (ProposalState) {
        require(proposalCount >= id && id > initialProposalId, "Bravo: no such proposal");
        Proposal storage p = proposals[id];
        if (p.canceled) return ProposalState.Canceled;
        if (block.number <= p.startBlock) return ProposalState.Pending;
        if (block.number <= p.endBlock) return ProposalState.Active;
        if (p.forVotes <= p.againstVotes || p.forVotes < quorumVotes) return ProposalState.Defeated;
        if (p.eta == 0) return ProposalState.Succeeded;
        if (p.executed) return ProposalState.Executed;
        if (block.timestamp >= p.eta + timelock.GRACE_PERIOD()) return ProposalState.Expired;
        return ProposalState.Queued;
    }

    function castVote(uint256 id, uint8 support) external {
        _cast(msg.sender, id, support, "");
    }

    function castVoteWithReason(uint256 id, uint8 support, string calldata reason) external {
        _cast(msg.sender, id, support, reason);
    }

    function castVoteBySig(uint256 id, uint8 support, uint8 v, bytes32 r, bytes32 s) external {
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPEHASH, keccak256(bytes(name)), block.chainid, address(this)));
        bytes32 ballot = keccak256(abi.encode(BALLOT_TYPEHASH, id, support));
        address signer = ecrecover(keccak256(abi.encodePacked("\x19\x01", domain, ballot)), v, r, s);
        require(signer != address(0), "Bravo: no such signature");
        _cast(signer, id, support, "");
    }

    /// Only the timelock, which a proposal makes call it.
    function _setVotingPeriod(uint256 period) external {
        require(msg.sender == admin, "Bravo: admin only");
        votingPeriod = period;
    }

    function _cast(address voter, uint256 id, uint8 support, string memory reason) private {
        require(state(id) == ProposalState.Active, "Bravo: voting is closed");
        require(support <= 2, "Bravo: no such side");
        Receipt storage receipt = _receipts[id][voter];
        require(!receipt.hasVoted, "Bravo: voted already");
        Proposal storage p = proposals[id];
        uint96 votes = comp.getPriorVotes(voter, p.startBlock);
        if (support == 0) p.againstVotes += votes;
        else if (support == 1) p.forVotes += votes;
        else p.abstainVotes += votes;
        _receipts[id][voter] = Receipt(true, support, votes);
        emit VoteCast(voter, id, support, votes, reason);
    }
}
