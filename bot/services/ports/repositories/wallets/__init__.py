"""What follows from wallets: who delegates their power to whom."""
