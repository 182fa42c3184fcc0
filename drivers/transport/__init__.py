"""Pipes of bytes to devices."""
