"""The reference platform: a process of its own that keeps cases and answers terminals."""
