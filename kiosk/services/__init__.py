"""Use cases of a terminal: the only callers of drivers and of the platform client."""
