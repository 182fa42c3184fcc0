from __future__ import annotations

from types import SimpleNamespace

import pytest

from backend_client.secret_file import SecretFileError
from kiosk.app import App
from kiosk.clock import SystemClock
from kiosk.launch import Launch
from kiosk.options import read_options
from kiosk.processes import ChildError
from kiosk.services.live.services import LiveServices


def bring_up(app: SimpleNamespace) -> bool:
    return App._opened(app)


@pytest.mark.parametrize("error", [ChildError("no port"), SecretFileError("not one"), OSError(28)])
def test_a_platform_that_cannot_be_set_up_costs_no_case_and_is_tried_again(
    tmp_path, monkeypatch, error
):
    services = LiveServices(SystemClock())
    options = read_options(data=str(tmp_path), platform="http://127.0.0.1:9")
    launch = Launch(options, SystemClock(), services)

    def fail(_options: object) -> None:
        raise error

    app = SimpleNamespace(launch=launch, services=services, fragile=False)
    try:
        with monkeypatch.context() as broken:
            broken.setattr("kiosk.launch.identity_of", fail)
            assert not bring_up(app)
        assert services.ready()  # a case can be taken, to be sent later
        assert not services.refusing()
        store = services.kept.store
        assert bring_up(app)
        assert services.backend
        assert services.kept.store is store
    finally:
        launch.stop()


def test_a_data_directory_that_cannot_be_one_is_said_on_the_screen(tmp_path):
    place = tmp_path / "file"
    place.touch()
    services = LiveServices(SystemClock())
    launch = Launch(read_options(data=str(place)), SystemClock(), services)
    assert not bring_up(SimpleNamespace(launch=launch, services=services, fragile=False))
    assert services.refusing()
