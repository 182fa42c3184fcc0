"""Values and rules of government service, without devices, screens or networks."""
