"""What is said of calls that go to other chains over bridges."""
