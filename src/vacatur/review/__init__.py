"""What reviewers decide and look up: a ledger beside the results, and what it does to their decisions."""
