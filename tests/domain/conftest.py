from __future__ import annotations

from hypothesis import settings

# No example database: whoever runs the tests may not be allowed to write into the tree.
settings.register_profile("nothing-on-disk", database=None, deadline=None)
settings.load_profile("nothing-on-disk")
