"""What would have come out otherwise: ballots counted under other rules, and how little would change what came out."""
