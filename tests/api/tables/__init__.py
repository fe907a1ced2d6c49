"""What the API suite asks of every endpoint, one module a noun. A module may have

ROWS     (method, path, body, expected by actor): the table of roles. "{noun.whose}" stands for an id.
FUZZ     operationId -> (sender, path): where bodies that are wrong in every way are sent.
SEGMENTS last parts of a path that a version does not belong to: the ETag is that of what stands before.
NOUNS    collections whose members have a version.
objects  (server, ids) -> more ids for the paths.
"""
import importlib
import pkgutil

MODULES = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__) if m.name != "columns"]


def joined(name, start):
    for m in MODULES:
        start += getattr(m, name, [])
    return start


ROWS = joined("ROWS", [])
SEGMENTS = joined("SEGMENTS", [])
NOUNS = joined("NOUNS", [])
FUZZ = {}
for m in MODULES:
    FUZZ.update(getattr(m, "FUZZ", {}))


def objects(server, ids):
    for m in MODULES:
        if hasattr(m, "objects"):
            ids.update(m.objects(server, ids))
    return ids
