"""Data that ships: matters, points, calendar, messages."""
