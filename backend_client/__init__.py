"""Typed client of the service platform, with the outbox that everything leaves through."""
