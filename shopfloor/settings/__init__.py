"""Company Settings: one page that lists the pages where a shop's choices are made."""
