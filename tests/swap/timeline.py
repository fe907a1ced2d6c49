"""What was in force when, as the one who changes it can know: between sending a change and its answer it may be either."""
import threading
import time


class Timeline:
    def __init__(self, name, first):
        self.name, self.lock = name, threading.Lock()
        self.states = [[first, 0.0, 0.0, None]]  # state, earliest begin, latest begin, latest end

    def change(self, state, act):
        """Runs `act`, after which `state` holds. What it raises means that nothing was changed."""
        with self.lock:
            before = self.states[-1]
            before[3] = float("inf")
            row = [state, time.monotonic(), None, None]
            self.states.append(row)
        try:
            result = act()
        except BaseException:
            with self.lock:
                self.states.pop()
                before[3] = None
            raise
        now = time.monotonic()
        with self.lock:
            row[2] = before[3] = now
        return result

    def possible(self, start, end):
        """The states that a request sent at `start` and answered at `end` may have met."""
        with self.lock:
            return [s for s, begin, _, over in self.states if begin <= end and (over is None or over >= start)]

    def now(self):
        with self.lock:
            return self.states[-1][0]

    def last_change(self):
        with self.lock:
            return self.states[-1][1]
