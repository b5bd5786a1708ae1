"""Jobs that come again: what is kept of one, and the new jobs that begin with it."""
