"""What a criminal history is: its tables, statutes, dispositions, and dates that know when they are unknown."""
