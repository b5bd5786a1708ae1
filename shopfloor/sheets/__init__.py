"""Paper: the sheet that travels with the parts, and the codes on it."""
