"""Pages of A4."""
