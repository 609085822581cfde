"""What is left of a draft that nobody but its author has seen."""

WIPED = {
    "title": "",
    "body": "",
    "actions": "[]",
    "choices": "[]",
    "grants": "[]",
    "acts": "[]",
    "candidates": "[]",
    "milestones": "[]",
}
