"""The California DOJ's bulk criminal-history file (HS 11361.9)."""
