// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// What the guild contract of Moloch's second version does, with the same functions, events, periods and rules, in words
/// of our own; several members may found it, as with DAOhaus' summoners.
contract Moloch {
    enum Vote {
        Null,
        Yes,
        No
    }

    struct Member {
        address delegateKey;
        uint256 shares;
        uint256 loot;
        bool exists;
        uint256 highestIndexYesVote;
        uint256 jailed;
    }

    struct Proposal {
        address applicant;
        address proposer;
        address sponsor;
        uint256 sharesRequested;
        uint256 lootRequested;
        uint256 tributeOffered;
        address tributeToken;
        uint256 paymentRequested;
        address paymentToken;
        uint256 startingPeriod;
        uint256 yesVotes;
        uint256 noVotes;
        bool[6] flags;
        string details;
        uint256 maxTotalSharesAndLootAtYesVote;
    }

    event SubmitProposal(
        address indexed applicant,
        uint256 sharesRequested,
        uint256 lootRequested,
        uint256 tributeOffered,
        address tributeToken,
        uint256 paymentRequested,
        address paymentToken,
        string details,
        bool[6] flags,
        uint256 proposalId,
        address indexed delegateKey,
        address indexed memberAddress
    );
    event SponsorProposal(
        address indexed delegateKey,
        address indexed memberAddress,
        uint256 proposalId,
        uint256 proposalIndex,
        uint256 startingPeriod
    );
    event SubmitVote(
        uint256 proposalId,
        uint256 indexed proposalIndex,
        address indexed delegateKey,
        address indexed memberAddress,
        uint8 uintVote
    );
    event ProcessProposal(uint256 indexed proposalIndex, uint256 indexed proposalId, bool didPass);
    event ProcessWhitelistProposal(uint256 indexed proposalIndex, uint256 indexed proposalId, bool didPass);
    event ProcessGuildKickProposal(uint256 indexed proposalIndex, uint256 indexed proposalId, bool didPass);
    event Ragequit(address indexed memberAddress, uint256 sharesToBurn, uint256 lootToBurn);
    event TokensCollected(address indexed token, uint256 amountToCollect);
    event CancelProposal(uint256 indexed proposalId, address applicantAddress);
    event UpdateDelegateKey(address indexed memberAddress, address newDelegateKey);
    event Withdraw(address indexed memberAddress, address token, uint256 amount);

    uint256 private constant MOST = 10 ** 18;
    uint256 private constant MOST_WHITELISTED = 400;
    uint256 private constant MOST_IN_BANK = 200;
    uint256 private constant SPONSORED = 0;
    uint256 private constant PROCESSED = 1;
    uint256 private constant PASSED = 2;
    uint256 private constant CANCELLED = 3;
    uint256 private constant WHITELIST = 4;
    uint256 private constant GUILDKICK = 5;

    address public constant GUILD = address(0xdead);
    address public constant ESCROW = address(0xbeef);
    address public constant TOTAL = address(0xbabe);

    uint256 public immutable periodDuration;
    uint256 public immutable votingPeriodLength;
    uint256 public immutable gracePeriodLength;
    uint256 public immutable proposalDeposit;
    uint256 public immutable dilutionBound;
    uint256 public immutable processingReward;
    uint256 public immutable summoningTime;
    address public immutable depositToken;

    uint256 public proposalCount;
    uint256 public totalShares;
    uint256 public totalLoot;
    uint256 public totalGuildBankTokens;

    mapping(address => mapping(address => uint256)) public userTokenBalances;
    mapping(address => bool) public tokenWhitelist;
    address[] public approvedTokens;
    mapping(address => bool) public proposedToWhitelist;
    mapping(address => bool) public proposedToKick;
    mapping(address => Member) public members;
    mapping(address => address) public memberAddressByDelegateKey;
    mapping(uint256 => Proposal) public proposals;
    mapping(uint256 => mapping(address => Vote)) private votes;
    uint256[] public proposalQueue;
    bool private entered;

    modifier once() {
        require(!entered, "reentrant call");
        entered = true;
        _;
        entered = false;
    }

    modifier onlyDelegate() {
        require(members[memberAddressByDelegateKey[msg.sender]].shares > 0, "not a delegate");
        _;
    }

    constructor(
        address[] memory summoners,
        uint256[] memory shares,
        uint256[] memory loot,
        address[] memory tokens,
        uint256 duration,
        uint256 voting,
        uint256 grace,
        uint256 deposit,
        uint256 bound,
        uint256 reward
    ) {
        require(duration > 0 && voting > 0 && bound > 0 && tokens.length > 0, "a rule is missing");
        require(voting <= MOST && grace <= MOST && bound <= MOST, "a rule exceeds its limit");
        require(deposit >= reward, "the deposit is smaller than the reward");
        for (uint256 i = 0; i < summoners.length; i++) {
            members[summoners[i]] = Member(summoners[i], shares[i], loot[i], true, 0, 0);
            memberAddressByDelegateKey[summoners[i]] = summoners[i];
            totalShares += shares[i];
            totalLoot += loot[i];
        }
        require(totalShares + totalLoot <= MOST, "too many shares requested");
        for (uint256 i = 0; i < tokens.length; i++) approve(tokens[i]);
        depositToken = tokens[0];
        periodDuration = duration;
        votingPeriodLength = voting;
        gracePeriodLength = grace;
        proposalDeposit = deposit;
        dilutionBound = bound;
        processingReward = reward;
        summoningTime = block.timestamp;
    }

    // -- proposals ---------------------------------------------------------------------------------------------------

    /// Whoever submits gives the tribute; it waits in escrow until the proposal is processed.
    function submitProposal(
        address applicant,
        uint256 sharesRequested,
        uint256 lootRequested,
        uint256 tributeOffered,
        address tributeToken,
        uint256 paymentRequested,
        address paymentToken,
        string memory details
    ) external once returns (uint256) {
        require(sharesRequested + lootRequested <= MOST, "too many shares requested");
        require(tokenWhitelist[tributeToken], "tributeToken is not whitelisted");
        require(tokenWhitelist[paymentToken], "payment is not whitelisted");
        require(applicant != address(0), "applicant cannot be 0");
        require(applicant != GUILD && applicant != ESCROW && applicant != TOTAL, "applicant is reserved");
        require(members[applicant].jailed == 0, "proposal applicant must not be jailed");
        requireRoom(tributeOffered, tributeToken);
        take(tributeToken, tributeOffered);
        Proposal storage proposal = proposals[proposalCount];
        proposal.applicant = applicant;
        proposal.sharesRequested = sharesRequested;
        proposal.lootRequested = lootRequested;
        proposal.tributeOffered = tributeOffered;
        proposal.tributeToken = tributeToken;
        proposal.paymentRequested = paymentRequested;
        proposal.paymentToken = paymentToken;
        return submit(proposal, details);
    }

    function submitWhitelistProposal(address token, string memory details) external once returns (uint256) {
        require(token != address(0), "must provide token address");
        require(!tokenWhitelist[token], "cannot already have whitelisted the token");
        require(approvedTokens.length < MOST_WHITELISTED, "cannot submit more whitelist proposals");
        Proposal storage proposal = proposals[proposalCount];
        proposal.tributeToken = token;
        proposal.flags[WHITELIST] = true;
        return submit(proposal, details);
    }

    function submitGuildKickProposal(address member, string memory details) external once returns (uint256) {
        require(members[member].shares > 0 || members[member].loot > 0, "member must have shares or loot");
        require(members[member].jailed == 0, "member must not already be jailed");
        Proposal storage proposal = proposals[proposalCount];
        proposal.applicant = member;
        proposal.flags[GUILDKICK] = true;
        return submit(proposal, details);
    }

    function submit(Proposal storage proposal, string memory details) private returns (uint256 id) {
        id = proposalCount++;
        proposal.proposer = msg.sender;
        proposal.details = details;
        emit SubmitProposal(
            proposal.applicant,
            proposal.sharesRequested,
            proposal.lootRequested,
            proposal.tributeOffered,
            proposal.tributeToken,
            proposal.paymentRequested,
            proposal.paymentToken,
            details,
            proposal.flags,
            id,
            msg.sender,
            memberAddressByDelegateKey[msg.sender]
        );
    }

    function sponsorProposal(uint256 id) external once onlyDelegate {
        take(depositToken, proposalDeposit);
        Proposal storage proposal = proposals[id];
        require(proposal.proposer != address(0), "proposal must have been proposed");
        require(!proposal.flags[SPONSORED], "proposal has already been sponsored");
        require(!proposal.flags[CANCELLED], "proposal has been cancelled");
        require(members[proposal.applicant].jailed == 0, "proposal applicant must not be jailed");
        requireRoom(proposal.tributeOffered, proposal.tributeToken);
        if (proposal.flags[WHITELIST]) {
            require(!tokenWhitelist[proposal.tributeToken], "cannot already have whitelisted the token");
            require(!proposedToWhitelist[proposal.tributeToken], "already proposed to whitelist");
            require(approvedTokens.length < MOST_WHITELISTED, "cannot sponsor more whitelist proposals");
            proposedToWhitelist[proposal.tributeToken] = true;
        } else if (proposal.flags[GUILDKICK]) {
            require(!proposedToKick[proposal.applicant], "already proposed to kick");
            proposedToKick[proposal.applicant] = true;
        }
        uint256 last = getCurrentPeriod();
        if (proposalQueue.length > 0) {
            uint256 before = proposals[proposalQueue[proposalQueue.length - 1]].startingPeriod;
            if (before > last) last = before;
        }
        proposal.startingPeriod = last + 1;
        proposal.sponsor = memberAddressByDelegateKey[msg.sender];
        proposal.flags[SPONSORED] = true;
        proposalQueue.push(id);
        emit SponsorProposal(msg.sender, proposal.sponsor, id, proposalQueue.length - 1, proposal.startingPeriod);
    }

    /// `index` is the place in the queue, not the id.
    function submitVote(uint256 index, uint8 side) external once onlyDelegate {
        address memberAddress = memberAddressByDelegateKey[msg.sender];
        Member storage member = members[memberAddress];
        require(index < proposalQueue.length, "proposal does not exist");
        uint256 id = proposalQueue[index];
        Proposal storage proposal = proposals[id];
        require(getCurrentPeriod() >= proposal.startingPeriod, "voting period has not started");
        require(!hasVotingPeriodExpired(proposal.startingPeriod), "proposal voting period has expired");
        require(votes[id][memberAddress] == Vote.Null, "member has already voted");
        require(side == uint8(Vote.Yes) || side == uint8(Vote.No), "vote must be either Yes or No");
        votes[id][memberAddress] = Vote(side);
        if (Vote(side) == Vote.Yes) {
            proposal.yesVotes += member.shares;
            if (index > member.highestIndexYesVote) member.highestIndexYesVote = index;
            if (totalShares + totalLoot > proposal.maxTotalSharesAndLootAtYesVote) {
                proposal.maxTotalSharesAndLootAtYesVote = totalShares + totalLoot;
            }
        } else {
            proposal.noVotes += member.shares;
        }
        emit SubmitVote(id, index, msg.sender, memberAddress, side);
    }

    function processProposal(uint256 index) external once {
        (uint256 id, Proposal storage proposal) = begin(index);
        require(!proposal.flags[WHITELIST] && !proposal.flags[GUILDKICK], "must be a standard proposal");
        bool passes = passed(proposal)
            && totalShares + totalLoot + proposal.sharesRequested + proposal.lootRequested <= MOST
            && proposal.paymentRequested <= userTokenBalances[GUILD][proposal.paymentToken]
            && hasRoom(proposal.tributeOffered, proposal.tributeToken);
        if (passes) {
            proposal.flags[PASSED] = true;
            welcome(proposal.applicant, proposal.sharesRequested, proposal.lootRequested);
            if (proposal.tributeOffered > 0 && userTokenBalances[GUILD][proposal.tributeToken] == 0) {
                totalGuildBankTokens += 1;
            }
            move(ESCROW, GUILD, proposal.tributeToken, proposal.tributeOffered);
            move(GUILD, proposal.applicant, proposal.paymentToken, proposal.paymentRequested);
            if (proposal.paymentRequested > 0 && userTokenBalances[GUILD][proposal.paymentToken] == 0) {
                totalGuildBankTokens -= 1;
            }
        } else {
            move(ESCROW, proposal.proposer, proposal.tributeToken, proposal.tributeOffered);
        }
        returnDeposit(proposal.sponsor);
        emit ProcessProposal(index, id, passes);
    }

    function processWhitelistProposal(uint256 index) external once {
        (uint256 id, Proposal storage proposal) = begin(index);
        require(proposal.flags[WHITELIST], "must be a whitelist proposal");
        bool passes = passed(proposal) && approvedTokens.length < MOST_WHITELISTED;
        if (passes) {
            proposal.flags[PASSED] = true;
            approve(proposal.tributeToken);
        }
        proposedToWhitelist[proposal.tributeToken] = false;
        returnDeposit(proposal.sponsor);
        emit ProcessWhitelistProposal(index, id, passes);
    }

    function processGuildKickProposal(uint256 index) external once {
        (uint256 id, Proposal storage proposal) = begin(index);
        require(proposal.flags[GUILDKICK], "must be a guild kick proposal");
        bool passes = passed(proposal);
        if (passes) {
            proposal.flags[PASSED] = true;
            Member storage member = members[proposal.applicant];
            member.jailed = index;
            totalShares -= member.shares;
            totalLoot += member.shares;
            member.loot += member.shares;
            member.shares = 0;
        }
        proposedToKick[proposal.applicant] = false;
        returnDeposit(proposal.sponsor);
        emit ProcessGuildKickProposal(index, id, passes);
    }

    function cancelProposal(uint256 id) external once {
        Proposal storage proposal = proposals[id];
        require(!proposal.flags[SPONSORED], "proposal has already been sponsored");
        require(!proposal.flags[CANCELLED], "proposal has already been cancelled");
        require(msg.sender == proposal.proposer, "solely the proposer can cancel");
        proposal.flags[CANCELLED] = true;
        move(ESCROW, proposal.proposer, proposal.tributeToken, proposal.tributeOffered);
        emit CancelProposal(id, msg.sender);
    }

    // -- leaving -----------------------------------------------------------------------------------------------------

    function ragequit(uint256 sharesToBurn, uint256 lootToBurn) external once {
        require(members[msg.sender].shares > 0 || members[msg.sender].loot > 0, "not a member");
        depart(msg.sender, sharesToBurn, lootToBurn);
    }

    function ragekick(address kicked) external once {
        Member storage member = members[kicked];
        require(member.jailed != 0, "member must be in jail");
        require(member.loot > 0, "member must have some loot");
        depart(kicked, 0, member.loot);
    }

    function depart(address leaver, uint256 sharesToBurn, uint256 lootToBurn) private {
        Member storage member = members[leaver];
        require(member.shares >= sharesToBurn, "insufficient shares");
        require(member.loot >= lootToBurn, "insufficient loot");
        require(canRagequit(member.highestIndexYesVote), "cannot ragequit until highest index proposal is processed");
        uint256 all = totalShares + totalLoot;
        uint256 burned = sharesToBurn + lootToBurn;
        member.shares -= sharesToBurn;
        member.loot -= lootToBurn;
        totalShares -= sharesToBurn;
        totalLoot -= lootToBurn;
        for (uint256 i = 0; i < approvedTokens.length; i++) {
            address token = approvedTokens[i];
            uint256 share = fairShare(userTokenBalances[GUILD][token], burned, all);
            userTokenBalances[GUILD][token] -= share;
            unchecked {
                userTokenBalances[leaver][token] += share;
            }
        }
        emit Ragequit(msg.sender, sharesToBurn, lootToBurn);
    }

    /// The share of a balance, rounded down; where the product has no room in a word, it is rounded before.
    function fairShare(uint256 balance, uint256 burned, uint256 all) private pure returns (uint256) {
        require(all != 0, "there are no shares");
        if (balance == 0) return 0;
        unchecked {
            uint256 product = balance * burned;
            return product / balance == burned ? product / all : (balance / all) * burned;
        }
    }

    function withdrawBalance(address token, uint256 amount) external once {
        withdraw(token, amount);
    }

    function withdrawBalances(address[] calldata tokens, uint256[] calldata amounts, bool all) external once {
        require(tokens.length == amounts.length, "tokens and amounts arrays must be matching lengths");
        for (uint256 i = 0; i < tokens.length; i++) {
            withdraw(tokens[i], all ? userTokenBalances[msg.sender][tokens[i]] : amounts[i]);
        }
    }

    function withdraw(address token, uint256 amount) private {
        require(userTokenBalances[msg.sender][token] >= amount, "insufficient balance");
        unchecked {
            userTokenBalances[msg.sender][token] -= amount;
            userTokenBalances[TOTAL][token] -= amount;
        }
        require(IERC20(token).transfer(msg.sender, amount), "transfer failed");
        emit Withdraw(msg.sender, token, amount);
    }

    /// What was sent to the guild without a proposal becomes part of its bank.
    function collectTokens(address token) external once onlyDelegate {
        uint256 amount = IERC20(token).balanceOf(address(this)) - userTokenBalances[TOTAL][token];
        require(amount > 0, "no tokens to collect");
        require(tokenWhitelist[token], "token to collect must be whitelisted");
        require(userTokenBalances[GUILD][token] > 0 || totalGuildBankTokens < MOST_IN_BANK, "the bank is full");
        if (userTokenBalances[GUILD][token] == 0) totalGuildBankTokens += 1;
        add(GUILD, token, amount);
        emit TokensCollected(token, amount);
    }

    function updateDelegateKey(address key) external once {
        Member storage member = members[msg.sender];
        require(member.shares > 0, "not a shareholder");
        require(key != address(0), "newDelegateKey cannot be 0");
        if (key != msg.sender) {
            require(!members[key].exists, "cannot overwrite existing members");
            require(!members[memberAddressByDelegateKey[key]].exists, "cannot overwrite existing delegate keys");
        }
        memberAddressByDelegateKey[member.delegateKey] = address(0);
        memberAddressByDelegateKey[key] = msg.sender;
        member.delegateKey = key;
        emit UpdateDelegateKey(msg.sender, key);
    }

    // -- what is asked -----------------------------------------------------------------------------------------------

    function getCurrentPeriod() public view returns (uint256) {
        return (block.timestamp - summoningTime) / periodDuration;
    }

    function getProposalQueueLength() external view returns (uint256) {
        return proposalQueue.length;
    }

    function getProposalFlags(uint256 id) external view returns (bool[6] memory) {
        return proposals[id].flags;
    }

    function getUserTokenBalance(address user, address token) external view returns (uint256) {
        return userTokenBalances[user][token];
    }

    function getMemberProposalVote(address member, uint256 index) external view returns (Vote) {
        require(members[member].exists, "member does not exist");
        require(index < proposalQueue.length, "proposal does not exist");
        return votes[proposalQueue[index]][member];
    }

    function getTokenCount() external view returns (uint256) {
        return approvedTokens.length;
    }

    /// Nobody leaves before the last proposal for which they voted is processed.
    function canRagequit(uint256 highestIndexYesVote) public view returns (bool) {
        require(highestIndexYesVote < proposalQueue.length, "proposal does not exist");
        return proposals[proposalQueue[highestIndexYesVote]].flags[PROCESSED];
    }

    function hasVotingPeriodExpired(uint256 startingPeriod) public view returns (bool) {
        return getCurrentPeriod() >= startingPeriod + votingPeriodLength;
    }

    // -- within ------------------------------------------------------------------------------------------------------

    function begin(uint256 index) private returns (uint256 id, Proposal storage proposal) {
        require(index < proposalQueue.length, "proposal does not exist");
        id = proposalQueue[index];
        proposal = proposals[id];
        require(
            getCurrentPeriod() >= proposal.startingPeriod + votingPeriodLength + gracePeriodLength,
            "proposal is not ready to be processed"
        );
        require(!proposal.flags[PROCESSED], "proposal has already been processed");
        require(
            index == 0 || proposals[proposalQueue[index - 1]].flags[PROCESSED], "previous proposal must be processed"
        );
        proposal.flags[PROCESSED] = true;
    }

    /// More for than against, not too many left since, and an applicant who isn't jailed.
    function passed(Proposal storage proposal) private view returns (bool) {
        return proposal.yesVotes > proposal.noVotes
            && (totalShares + totalLoot) * dilutionBound >= proposal.maxTotalSharesAndLootAtYesVote
            && members[proposal.applicant].jailed == 0;
    }

    function welcome(address applicant, uint256 shares, uint256 loot) private {
        if (members[applicant].exists) {
            members[applicant].shares += shares;
            members[applicant].loot += loot;
        } else {
            address owner = memberAddressByDelegateKey[applicant];
            if (members[owner].exists) {
                memberAddressByDelegateKey[owner] = owner;
                members[owner].delegateKey = owner;
            }
            members[applicant] = Member(applicant, shares, loot, true, 0, 0);
            memberAddressByDelegateKey[applicant] = applicant;
        }
        totalShares += shares;
        totalLoot += loot;
    }

    function approve(address token) private {
        require(token != address(0) && !tokenWhitelist[token], "duplicate approved token");
        require(approvedTokens.length < MOST_WHITELISTED, "too many tokens");
        tokenWhitelist[token] = true;
        approvedTokens.push(token);
    }

    function hasRoom(uint256 offered, address token) private view returns (bool) {
        return offered == 0 || userTokenBalances[GUILD][token] > 0 || totalGuildBankTokens < MOST_IN_BANK;
    }

    function requireRoom(uint256 offered, address token) private view {
        require(hasRoom(offered, token), "the bank is full");
    }

    function returnDeposit(address sponsor) private {
        move(ESCROW, msg.sender, depositToken, processingReward);
        move(ESCROW, sponsor, depositToken, proposalDeposit - processingReward);
    }

    function take(address token, uint256 amount) private {
        require(IERC20(token).transferFrom(msg.sender, address(this), amount), "token transfer failed");
        add(ESCROW, token, amount);
    }

    function add(address user, address token, uint256 amount) private {
        unchecked {
            userTokenBalances[user][token] += amount;
            userTokenBalances[TOTAL][token] += amount;
        }
    }

    /// Without a check of what is left, as in the original.
    function move(address from, address to, address token, uint256 amount) private {
        unchecked {
            userTokenBalances[from][token] -= amount;
            userTokenBalances[to][token] += amount;
        }
    }
}
