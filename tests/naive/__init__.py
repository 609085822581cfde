"""A second, deliberately simple way to count, written from the election format alone.

It shares no code with the bot: plain dictionaries in, plain dictionaries out, every rule as its sentence stands.
`python -m tests.naive --count 20000` compares the two on random elections.
"""
