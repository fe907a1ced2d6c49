"""Bodies from the request schemas: one that fits, and many that miss in one place each."""
import copy
import random



class Generator:
    def __init__(self, contract, seed=20261124):
        self.contract, self.rnd = contract, random.Random(seed)

    def valid(self, schema):
        s = self.contract.deref(schema)
        if "oneOf" in s:
            return self.valid(s["oneOf"][0])
        if "const" in s:
            return s["const"]
        if "enum" in s:
            return s["enum"][0]
        kind = s.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            return {k: self.valid(v) for k, v in s.get("properties", {}).items()}
        if kind == "array":
            return [self.valid(s["items"])]
        if kind == "string":
            if s.get("format") == "date":
                return "2026-03-01"
            return "a" * max(1, s.get("minLength", 1))
        if kind in ("integer", "number"):
            return max(1, s.get("minimum", 1))
        if kind == "boolean":
            return True
        return None

    def misses(self, schema, value, at=""):
        """(pointer, kind, wrong value at that place) for everything below; REMOVE means: leave it out."""
        s = self.contract.deref(schema)
        if "oneOf" in s:
            s = self.contract.deref(s["oneOf"][0])
        kinds = s.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        for name, wrong in (("text", "bukan"), ("number", 1.5), ("truth", True), ("list", []), ("object", {}),
                            ("null", None), ("huge", 1e308), ("deep", [[[[[[]]]]]])):
            if not self.contract.faults(s, wrong):
                continue
            yield at, f"type {name}", wrong
        if "string" in kinds and "maxLength" in s:
            yield at, "too long", "x" * (s["maxLength"] + 1)
            yield at, "far too long", "x" * min(60000, s["maxLength"] * 40)
        if "string" in kinds and s.get("minLength"):
            yield at, "empty", ""
        if "enum" in s:
            yield at, "not in the list", "di_luar_daftar"
        for bound, step in (("minimum", -1), ("maximum", 1)):
            if bound in s:
                yield at, bound, s[bound] + step
        if "integer" in kinds:
            yield at, "beyond 2^53", 2 ** 60
        if "array" in kinds and "maxItems" in s:
            yield at, "too many", [value[0]] * (s["maxItems"] + 1) if value else [None] * (s["maxItems"] + 1)
        if "object" in kinds and isinstance(value, dict):
            if s.get("additionalProperties") is False:
                yield f"{at}/__lebih", "extra", 1
            for key in s.get("required", []):
                yield f"{at}/{key}", "missing", REMOVE
            for key, sub in s.get("properties", {}).items():
                yield from self.misses(sub, value.get(key), f"{at}/{key}")
        if "array" in kinds and isinstance(value, list) and value:
            yield from self.misses(s["items"], value[0], f"{at}/0")


class Remove:
    def __repr__(self):
        return "REMOVE"


REMOVE = Remove()


def place(body, pointer, value):
    """A copy of `body` with `value` at the pointer."""
    out = copy.deepcopy(body)
    if pointer == "":
        return value
    node = out
    parts = pointer[1:].split("/")
    for p in parts[:-1]:
        node = node[int(p)] if isinstance(node, list) else node[p]
    last = int(parts[-1]) if isinstance(node, list) else parts[-1]
    if value is REMOVE:
        del node[last]
    else:
        node[last] = value
    return out
