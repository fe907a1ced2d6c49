"""Counting. A case is a function; a row of a table counts for itself."""
import time
import traceback


class Suite:
    def __init__(self, only=()):
        self.passed = self.failed = 0
        self.only = only
        self.cases = []

    def case(self, fn):
        """Registers fn(s) as `module: docstring`."""
        self.cases.append(fn)
        return fn

    def row(self, name, ok, message=""):
        if ok:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAIL {name}: {message}", flush=True)
        return ok

    def attempt(self, name, fn, *args):
        """One row: fn must not raise."""
        try:
            fn(*args)
        except Exception as e:  # a broken contract or connection fails this row, the suite goes on
            where = traceback.extract_tb(e.__traceback__)
            spot = next((f for f in reversed(where) if "/lib/" not in f.filename), where[-1])
            return self.row(name, False, f"{type(e).__name__}: {e} (line {spot.lineno} of {spot.filename.split('/')[-1]})")
        return self.row(name, True)

    def run(self, server):
        for fn in self.cases:
            name = f"{fn.__module__}.{fn.__name__}"
            if self.only and not any(o in name for o in self.only):
                continue
            before, start = self.failed, time.monotonic()
            self.attempt(name, fn, server)
            took = time.monotonic() - start
            print(f"{'ok  ' if self.failed == before else 'FAIL'} {name} ({took:.1f}s)", flush=True)


suite = Suite()
case = suite.case
