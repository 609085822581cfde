"""What helps members to read: arguments put before the bot, and the digest of a discussion."""
