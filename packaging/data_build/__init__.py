"""Turns the district's tables into the compact files that ship."""
