"""What all of a shop's papers have in common: how they look, and the press that prints them."""
