"""What a space's votes say of it: how power is distributed, who takes part, and how that has changed."""
