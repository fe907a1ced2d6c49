"""schema/openapi.yaml as a judge: every response that any test receives is held against it."""
import json
import pathlib
import re

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
DATE = re.compile(r"\d{4}-\d\d-\d\d$")


class Broken(AssertionError):
    """The server answered something that the contract does not allow."""


def codes():
    """Every stable code with its HTTP status, from the rows of schema/codes."""
    found = {}
    for file in (ROOT / "schema" / "codes").glob("*.def"):
        for m in re.finditer(r'CODE\(\s*(\w+),\s*"([^"]+)",\s*\w+,\s*(\d+)', file.read_text()):
            found[m[2]] = int(m[3])
    return found


class Contract:
    def __init__(self):
        self.doc = yaml.safe_load((ROOT / "schema" / "openapi.yaml").read_text())
        # YAML reads 2026-01-01 as a date; nothing of that kind may stand in the contract.
        json.dumps(self.doc)
        self.codes = codes()
        self.seen = {}  # (METHOD, template) -> {status: count}
        self.resolver = jsonschema.RefResolver.from_schema(self.doc)
        self.formats = jsonschema.FormatChecker(formats=())
        self.formats.checks("date")(lambda v: not isinstance(v, str) or bool(DATE.match(v)))
        self.formats.checks("date-time")(lambda v: not isinstance(v, str) or bool(DATE_TIME.match(v)))
        self.routes = []
        for template, item in self.doc["paths"].items():
            pattern = re.compile("^" + re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(template)) + "$")
            for method, op in item.items():
                self.routes.append((method.upper(), template, pattern, op))

    def find(self, method, path):
        path = path.split("?")[0]
        # A literal segment wins over a parameter, as in the server.
        hits = [r for r in self.routes if r[0] == method and r[2].match(path)]
        hits.sort(key=lambda r: r[1].count("{"))
        return hits[0] if hits else None

    def deref(self, node):
        while "$ref" in node:
            node = self.resolver.resolve(node["$ref"])[1]
        return node

    def faults(self, schema, value):
        v = jsonschema.Draft202012Validator(schema, resolver=self.resolver, format_checker=self.formats)
        return [f"/{'/'.join(map(str, f.absolute_path))}: {f.message[:200]}" for f in v.iter_errors(value)]

    def schema(self, name):
        return self.doc["components"]["schemas"][name]

    def check_problem(self, what, status, ctype, body):
        if ctype != "application/problem+json":
            raise Broken(f"{what}: {status} with {ctype}, not a problem")
        faults = self.faults(self.schema("Galat"), body)
        if faults:
            raise Broken(f"{what}: problem does not fit: {faults}")
        if body["status"] != status:
            raise Broken(f"{what}: status {status} but the problem says {body['status']}")
        if body["code"] not in self.codes:
            raise Broken(f"{what}: unknown code {body['code']}")
        if self.codes[body["code"]] != status:
            raise Broken(f"{what}: {body['code']} stands for {self.codes[body['code']]}, answered {status}")

    def check(self, method, path, status, headers, raw):
        """Raises Broken unless the response is one that the contract describes. Returns the parsed JSON."""
        what = f"{method} {path}"
        ctype = headers.get("content-type", "").split(";")[0].strip()
        body = None
        if raw and (ctype == "application/json" or ctype.endswith("+json")) and method != "HEAD":
            body = json.loads(raw.decode("utf-8"))
        if "x-request-id" not in headers:
            raise Broken(f"{what}: no X-Request-Id")
        route = self.find("GET" if method == "HEAD" else method, path)
        if method == "HEAD":
            if raw:
                raise Broken(f"{what}: HEAD with a body")
            return None
        if status >= 500 and status not in (503, 507):
            raise Broken(f"{what}: {status} {raw[:300]!r}")
        if route is None:
            if status not in (404, 405, 400, 401, 403, 414, 431):
                raise Broken(f"{what}: not in the contract, yet answered {status}")
            self.check_problem(what, status, ctype, body)
            return body
        self.seen.setdefault(route[:2], {}).setdefault(status, 0)
        self.seen[route[:2]][status] += 1
        answers = route[3]["responses"]
        if str(status) not in answers:
            raise Broken(f"{what}: status {status} is not described ({raw[:200]!r})")
        answer = self.deref(answers[str(status)])
        self.check_headers(what, answer, headers)
        content = answer.get("content")
        if not content:
            if raw:
                raise Broken(f"{what}: {status} must have no body")
            return None
        kind = content.get(ctype) or content.get("*/*")
        if kind is None:
            raise Broken(f"{what}: {status} with content type {ctype!r}, described {list(content)}")
        if ctype == "application/problem+json":
            self.check_problem(what, status, ctype, body)
        elif ctype == "application/json":
            faults = self.faults(kind["schema"], body)
            if faults:
                raise Broken(f"{what}: {status} does not fit: {faults[:5]}")
        return body

    def check_headers(self, what, answer, headers):
        for name, header in answer.get("headers", {}).items():
            value = headers.get(name.lower())
            if value is None:
                continue
            faults = self.faults(self.deref(header)["schema"], value)
            if faults:
                raise Broken(f"{what}: header {name} {value!r}: {faults}")
        for name in ("etag", "location"):
            if name in headers and name not in [n.lower() for n in answer.get("headers", {})]:
                raise Broken(f"{what}: header {name} is not described")
