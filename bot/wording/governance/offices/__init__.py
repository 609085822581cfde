"""What moderators, guardians and auditors may do, what they are asked and what is said of it."""
