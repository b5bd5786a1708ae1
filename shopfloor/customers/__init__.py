"""Who the work is for."""
