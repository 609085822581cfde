"""`folkmoot policy check FILE` and `folkmoot policy list`."""

import sys

from bot.cli.files import beginning
from bot.domain.errors import BadPolicy
from bot.domain.policy.bounds import MAX_BYTES
from bot.domain.policy.model import preset_names
from bot.domain.policy.toml.file import preset_file, read_policy
from bot.wording.errors.governance.policies import fault_line
from bot.wording.governance.policies import policy_lines
from bot.wording.language import terminal_language
from bot.wording.markup.markup import PLAIN


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


def list_presets() -> int:
    """Prints each policy that ships with the bot with what it is for."""
    names = preset_names()
    width = max(map(len, names))
    for name in names:
        print(f"{name:<{width}}  {preset_file(name).about.description}")
    return 0
