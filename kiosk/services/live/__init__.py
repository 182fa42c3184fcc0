"""The live services: real devices, the store, and the platform behind the outbox."""
