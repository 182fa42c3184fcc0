"""What a terminal keeps on disk: durable, and sealed where it is personal."""
