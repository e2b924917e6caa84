"""What differs between two runs: people, convictions, decisions and why, relief, orders that are not reflected."""
