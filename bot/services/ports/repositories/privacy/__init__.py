"""What is stored about members: who agreed to it, for how long it is kept, and what is erased."""
