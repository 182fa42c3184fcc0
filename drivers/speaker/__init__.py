"""Speakers: what is said to a person, one utterance at a time."""

from __future__ import annotations

from drivers.speaker.handle import SpeakerHandle

HANDLE = SpeakerHandle

__all__ = ["HANDLE", "SpeakerHandle"]
