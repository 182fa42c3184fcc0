"""Plays a visit through the real user interface, as a person's hands would."""
