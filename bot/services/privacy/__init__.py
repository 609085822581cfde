"""What is stored about members: shown, handed out, erased."""
