"""Papers and lists for the court, the prosecutors and the public defender."""
