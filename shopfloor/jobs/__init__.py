"""Jobs: what they are made of, where they stand, how they move."""
