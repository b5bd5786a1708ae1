"""Letters: e-mail that features queue with their changes, and that the postman sends a moment later."""
