"""The terminal as `kiosk run` builds it, in service, under commands: {"do": …} a line on stdin.

`raise` lets a Qt slot fail; `texts` tells every word on the glass, as the scene has it.
"""

from __future__ import annotations

import json
import os
import sys
import threading

from PySide6.QtCore import QTimer

import kiosk.app
from kiosk.log import setup
from kiosk.options import read_options
from tests.hard.lines import say
from ui.quick import quick_window  # before the window is built


class Driver:
    def __init__(self, settings: dict) -> None:
        kiosk.app.AGAIN_S = 0.3
        options = read_options(
            peripherals=settings["peripherals"],
            platform=settings["platform"],
            data=settings["data"],
        )
        setup(options.data / "log")
        self.app = kiosk.app.App(options, offscreen=True)
        self.app.when_ready(lambda: say(ready=True))

    def listen(self) -> None:
        for line in sys.stdin:
            command = json.loads(line)
            self.app.bridge.post(lambda command=command: self.obey(command))

    def obey(self, command: dict) -> None:
        found = getattr(self, f"do_{command.pop('do')}")(**command)
        say(done=found)

    def do_press(self, id: str) -> bool:
        self.app.controller.press(id)
        return True

    def do_screen(self) -> str:
        return self.app.shell.app.current.screen

    def do_page(self) -> str:
        return repr(self.app.shell.app.current)

    def do_texts(self) -> str:
        found: list[str] = []
        waiting = [quick_window(self.app.shell.view).contentItem()]
        while waiting:
            item = waiting.pop()
            found += [value for name in ("text", "source") if (value := str(item.property(name)))]
            waiting += item.childItems()
        return "\n".join(found)

    def do_raise(self, number: str) -> bool:
        """As if a slot failed while somebody with that number stands there."""
        self.app.controller.session.slip_no = number
        QTimer.singleShot(0, self._fail)
        return True

    def _fail(self) -> None:
        raise ZeroDivisionError

    def do_idle(self, seconds: int) -> bool:
        for _ in range(seconds):
            self.app.clock.advance(1.0)
            self.app.controller.pulse()
        return True

    def do_end(self) -> bool:
        self.app.gui.exit(0)
        return True


def main() -> int:
    driver = Driver(json.loads(sys.stdin.readline())["start"])
    say(pid=os.getpid())
    threading.Thread(target=driver.listen, daemon=True).start()
    return driver.app.run()


if __name__ == "__main__":
    sys.exit(main())
