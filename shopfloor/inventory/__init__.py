"""What comes and goes of materials: an append-only ledger, and what is on hand because of it."""
