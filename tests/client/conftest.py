from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.platform.server import Server, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("platform") / "data") as found:
        yield found
