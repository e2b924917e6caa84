"""One person's papers: what asks a court to let convictions go, on pleading paper and on the court's own forms."""
