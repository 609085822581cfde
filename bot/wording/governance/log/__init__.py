"""The public log: its acts, and how they stand in its channel."""
