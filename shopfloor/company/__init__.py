"""The company itself, as its papers and people know it: name, address, logo, working hours."""
