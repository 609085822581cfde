"""The only place where errors become sentences.

Each message says what happened, what was kept, and what to do next. One file for each of bot/domain/errors/, with
the same name in the same folder, and in it one function for each class of error and of fault (counting.py words
bot/domain/counting/errors.py). A class that has none would be worded by the one above it, and a test refuses that.
"""

from bot.wording.errors import (
    accounts,
    assistance,
    counting,
    imported,
    inputs,
    notices,
    outside,
    pages,
    privacy,
    treasury,
    verification,
    wallets,
    what_if,
)
from bot.wording.errors.base import Message, clause, message, refusal, words_for, written
from bot.wording.errors.chain import contracts, views
from bot.wording.errors.execution import executors, metagovernance, requests
from bot.wording.errors.governance import (
    dry_run,
    holder_roles,
    mirrors,
    policies,
    policy_fields,
    policy_files,
    settings,
    settings_files,
    sortition,
    spaces,
    tree,
)
from bot.wording.errors.governance import succession as succession_of_servers
from bot.wording.errors.operators import configuration, database, succession
from bot.wording.errors.proposals import (
    action_lines,
    actions,
    arguments,
    bringing_up,
    choices,
    coauthors,
    councils,
    drafting,
    limits,
    milestones,
    progress,
    readers,
    server_acts,
    sponsoring,
    statements,
    statistics,
    stream_lines,
)
from bot.wording.errors.voting import ballots, casting, delegation, evidence, power, staking

WORDED_IN = (
    accounts,
    action_lines,
    actions,
    arguments,
    assistance,
    ballots,
    bringing_up,
    casting,
    choices,
    coauthors,
    configuration,
    contracts,
    councils,
    counting,
    database,
    delegation,
    drafting,
    evidence,
    executors,
    holder_roles,
    imported,
    inputs,
    limits,
    metagovernance,
    milestones,
    mirrors,
    notices,
    outside,
    pages,
    policies,
    policy_fields,
    policy_files,
    power,
    privacy,
    progress,
    readers,
    requests,
    server_acts,
    settings,
    settings_files,
    dry_run,
    sortition,
    spaces,
    sponsoring,
    statements,
    statistics,
    staking,
    succession,
    succession_of_servers,
    stream_lines,
    treasury,
    tree,
    verification,
    views,
    wallets,
    what_if,
)
"""Importing these is what registers their sentences."""

__all__ = ["Message", "clause", "message", "refusal", "words_for", "written"]
