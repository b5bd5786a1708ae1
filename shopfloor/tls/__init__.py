"""https for a shop without a name on the Internet: an authority of its own, and this machine's certificate from it."""
