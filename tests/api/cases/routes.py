"""The route table is openapi.yaml, no more and no less."""
import json
import re

from lib.contract import ROOT
from lib.suite import case, suite


@case
def table_equals_contract(server):
    """`tenayan serve --routes` prints what the server answers; each line stands in the contract and back."""
    printed = set()
    for line in server.cli("serve", "--routes").stdout.splitlines():
        method, path = line.split()[:2]
        printed.add((method, path))
    described = {(r[0], r[1]) for r in server.contract.routes}
    for method, path in sorted(printed | described):
        suite.row(f"route {method} {path}", (method, path) in printed and (method, path) in described,
                  "only in the server" if (method, path) in printed else "only in openapi.yaml")


@case
def served_description_is_the_file(server):
    c = server.anonymous()
    got = c.get("/api/v1/openapi.json").expect(200).json
    assert got == json.loads(json.dumps(server.contract.doc)), "the served description differs from the file"
    c.close()


@case
def every_request_schema_is_closed(server):
    """additionalProperties: false wherever a request has an object, and every list and text has an end."""
    doc, seen = server.contract.doc, set()

    def walk(node, at):
        if "$ref" in node:
            if node["$ref"] in seen:
                return
            seen.add(node["$ref"])
            return walk(server.contract.deref(node), node["$ref"].split("/")[-1])
        for part in node.get("oneOf", []):
            walk(part, at)
        kinds = node.get("type", [])
        kinds = kinds if isinstance(kinds, list) else [kinds]
        more = node.get("additionalProperties")
        if isinstance(more, dict):  # a map: its values are bounded, and the body limit counts them
            walk(more, f"{at}.*")
        elif "object" in kinds and not node.get("description", "").startswith(("Isian indikator", "Isian plugin")):
            suite.row(f"closed {at}", node.get("additionalProperties") is False, "additionalProperties missing")
        if "array" in kinds:
            suite.row(f"bounded {at}", "maxItems" in node, "maxItems missing")
            walk(node["items"], f"{at}[]")
        if "string" in kinds and "enum" not in node and "format" not in node:
            suite.row(f"bounded {at}", "maxLength" in node, "maxLength missing")
        for name, sub in node.get("properties", {}).items():
            walk(sub, f"{at}.{name}")

    for path, item in doc["paths"].items():
        for method, op in item.items():
            for kind, content in op.get("requestBody", {}).get("content", {}).items():
                if kind == "application/json":
                    walk(content["schema"], f"{method} {path}")


@case
def no_code_is_written_by_hand(server):
    """A code that a client may meet is a row of schema/codes: the handlers name it by its symbol."""
    for file in sorted((ROOT / "core" / "http").glob("api*.c")):
        free = [c for c in re.findall(r'"([a-z_]+\.[a-z0-9_]+)"', file.read_text()) if c in server.contract.codes]
        suite.row(f"{file.name} names codes by symbol", not free, str(free))


@case
def unknown_paths_and_methods(server):
    c = server.anonymous()
    for method, path, status in (("GET", "/api/v1/tidak-ada", 404), ("GET", "/api/v2/skp", 404),
                                 ("PATCH", "/api/v1/skp/1", 405), ("DELETE", "/api/v1/skp/1", 405),
                                 ("POST", "/api/v1/saya", 405), ("GET", "/api/v1/skp/", 404),
                                 ("GET", "/api/v1/skp/1/aksi", 405), ("GET", "/api", 404)):
        r = c.send(method, path)
        suite.row(f"{method} {path}", r.status == status, repr(r))
        if status == 405:
            suite.row(f"{method} {path} Allow", "allow" in r.headers, repr(r.headers))
    c.close()


@case
def what_the_shell_names_is_there(server):
    """Addresses of pages (/skp/12) are in no contract; tests/http shows that they get the shell."""
    c = server.anonymous()
    shell = c.get("/").expect(200)
    names = re.findall(r'"(/aset/[^"]+)"', shell.raw.decode())
    for name in names:
        suite.row(f"GET {name}", c.get(name).status == 200)
    suite.row("script and style", {n.rsplit(".", 1)[1] for n in names} == {"js", "css"}, str(names))
    place = c.get("/api/v1/instansi").expect(200).json
    suite.row("the place is named before login", place["data_contoh"] and place["instansi"], str(place))
    c.close()


@case
def head_is_get_without_a_body(server):
    c = server.role("auditor")
    for path in ("/healthz", "/api/v1/saya", "/api/v1/unit", "/api/v1/periode"):
        g, h = c.get(path), c.send("HEAD", path)
        suite.row(f"HEAD {path}", h.status == g.status == 200, f"{g.status} {h.status}")
        suite.row(f"HEAD {path} length", h.headers.get("content-length") == g.headers.get("content-length"),
                  f"{h.headers} {g.headers}")


@case
def the_diagrams_are_the_tables(server):
    """docs/internals/alur.md is what the binary prints: write it anew with `tenayan flow dot semua --format markdown`."""
    page = server.cli("flow", "dot", "semua", "--format", "markdown").stdout
    assert page == (ROOT / "docs" / "internals" / "alur.md").read_text(), "docs/internals/alur.md is not what the tables say"
    assert "stateDiagram-v2" in server.cli("flow", "dot", "skp", "--format", "mermaid").stdout
    assert server.cli("flow", "dot", "skp", "--format", "svg", check=False).returncode == 2
    assert server.cli("flow", "dot", "semua", check=False).returncode == 2
