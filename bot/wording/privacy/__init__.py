"""What is stored about members, and how they have it gone."""
