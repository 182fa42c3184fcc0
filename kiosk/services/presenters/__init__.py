"""Presenters: pure functions from what is known to what a page shows."""
