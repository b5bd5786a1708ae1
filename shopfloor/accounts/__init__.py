"""Who someone is: users, sign-in, the sessions on their devices."""
