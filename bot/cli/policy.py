"""`folkmoot policy check FILE`, `folkmoot policy list` and `folkmoot policy backtest FILE RECORDS…`."""

import sys
from collections.abc import Sequence

from bot.cli.files import beginning
from bot.domain.counting.errors import ElectionError, TooLong
from bot.domain.elections.election_text import LONGEST
from bot.domain.errors import BadPolicy
from bot.domain.policy.bounds import MAX_BYTES
from bot.domain.policy.model import Policy, preset_names
from bot.domain.policy.toml.file import PolicyFile, preset_file, read_policy
from bot.domain.verification.errors import RecordError
from bot.domain.what_if.backtest import Backtest, replayed, unexamined
from bot.domain.what_if.past_vote import PastVote, past_vote
from bot.services.governance.policies.policy_changes import Changes, changed_policy
from bot.wording.errors import clause
from bot.wording.errors.governance.policies import fault_line
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import terminal_language
from bot.wording.markup.markup import PLAIN
from bot.wording.verification.findings import failed_line
from bot.wording.what_if import backtest_lines


def check(name: str) -> int:
    """Prints the policy in the file in plain sentences; the exit status.

    0: it can be used. 2: it can't, or can't be read; each fault is one line on standard error, nothing is printed.
    """
    say = terminal_language()
    try:
        policy = read_policy(beginning(name, MAX_BYTES)).policy
    except BadPolicy as bad:
        for fault in bad.faults:
            print(PLAIN.name(f"{name}: {fault_line(fault, say)}", 1000), file=sys.stderr)
        return 2
    except OSError as error:
        print(PLAIN.name(f"{name}: {error.strerror}", 1000), file=sys.stderr)
        return 2
    print(say._("Policy {name}, {hash}").format(name=PLAIN.name(policy.name), hash=policy.hash))
    print(*policy_lines(policy, say), sep="\n")
    return 0


def backtest(name: str, records: Sequence[str]) -> int:
    """Prints what would have come out otherwise of the votes of these records by the policy in the file.

    Returns the exit status. 0: replayed. 2: the policy can't be used, or a file can't be read; a line on standard error
    says which, nothing is printed.
    """
    say = terminal_language()
    votes, policies, now = [], [], name
    try:
        file = read_policy(beginning(name, MAX_BYTES))
        for now in records:
            data = beginning(now, LONGEST)
            if len(data) > LONGEST:
                raise RecordError("document", TooLong(LONGEST))
            past = past_vote(data)
            votes.append(replayed(past, _as_there(file, past)))
            policies.append(past.policy)
    except BadPolicy as bad:
        for fault in bad.faults:
            print(PLAIN.name(f"{name}: {fault_line(fault, say)}", 1000), file=sys.stderr)
        return 2
    except RecordError as error:
        print(PLAIN.name(f"{now}: {failed_line(error, say)}", 1000), file=sys.stderr)
        return 2
    except ElectionError as error:
        print(PLAIN.name(f"{now}: {error.field}: {clause(error.fault, say)}", 1000), file=sys.stderr)
        return 2
    except OSError as error:
        print(PLAIN.name(f"{now}: {error.strerror}", 1000), file=sys.stderr)
        return 2
    found = Backtest(file.policy, tuple(votes), unexamined(policies, file.policy))
    print(*backtest_lines(found, say, len(votes)), sep="\n")
    return 0


def _as_there(file: PolicyFile, past: PastVote) -> Policy:
    """The policy as a track of the vote's server would have it: with its power, unless the file has one of its own."""
    if file.power == "own":
        return file.policy
    return changed_policy(file.policy, past.policy.power, past.policy.executors, Changes())


def list_presets() -> int:
    """Prints each policy that ships with the bot with what it is for."""
    names = preset_names()
    width = max(map(len, names))
    for name in names:
        print(f"{name:<{width}}  {preset_file(name).about.description}")
    return 0
