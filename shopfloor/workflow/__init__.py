"""How work walks through a shop: lanes, statuses, and the route each job takes over them."""
