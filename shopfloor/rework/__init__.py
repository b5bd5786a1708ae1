"""What had to be done again, why, and what became of it."""
