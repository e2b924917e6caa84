"""What follows: facts, rules over them in three values, and why."""
