"""What is asked and said while a proposal is written: its forms, who writes, reads and sponsors it."""
