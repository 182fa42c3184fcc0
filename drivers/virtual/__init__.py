"""Byte-true emulators, a process of its own: `python -m drivers virtual`. Nobody imports it."""
