"""A visit as a pure state machine, and the flows it walks."""
