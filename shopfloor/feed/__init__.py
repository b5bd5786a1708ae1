"""What is new since a number: how every screen learns."""
