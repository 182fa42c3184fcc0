"""How each kind of value is asked for: pads, lists, dates, and addresses that are picked."""
