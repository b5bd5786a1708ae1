"""A customer is told by e-mail that their job has reached a status: once, in the shop's words, when it is sure."""
