"""What members put before the bot of discussions, and what machines made of texts."""
