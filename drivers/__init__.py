"""Device drivers of a terminal: identity cards, slips, codes, speech; no Qt, no platform."""
