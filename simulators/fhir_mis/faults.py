"""Misfortunes on demand: a file in the state directory brings one about until it is taken away.

    down         every request is answered 503
    hang         no request is answered; its connection stays open as long as the file is there
    lose-answer  a writing request is carried out and its connection cut before the answer
    garbage      every answer is cut in the middle of its JSON
    throttle     every request is answered 429 with Retry-After

A number in any other file than `hang` counts down: `echo 1 > lose-answer` loses one answer.
"""

from pathlib import Path
from threading import Lock


class Faults:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.lock = Lock()

    def strikes(self, name: str) -> bool:
        """Whether this misfortune meets the present request; a counted one is used up by it."""
        file = self.directory / name
        with self.lock:
            try:
                text = file.read_text().strip()
            except FileNotFoundError:
                return False
            if text.isdigit():
                if int(text) <= 1:
                    file.unlink()
                else:
                    file.write_text(str(int(text) - 1))
            return True

    def lasts(self, name: str) -> bool:
        return (self.directory / name).exists()
