#!/usr/bin/python3
"""Writes the types and operations of schema/openapi.yaml as TypeScript: web/scripts/api.py IN.yaml OUT.ts

A schema becomes a type of its name, an operation a function of its operationId that takes one object: the
parameters by name, `isi` (the body) and `versi` (If-Match). What it does is written in src/core/api.ts."""
import json
import os
import re
import sys

import yaml

doc = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))
schemas = doc["components"]["schemas"]


def deref(node):
    while "$ref" in node:
        at = doc
        for part in node["$ref"][2:].split("/"):
            at = at[part]
        node = at
    return node


def key(name):
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else json.dumps(name)


PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def ts(s):
    if s is True or s == {}:
        return "unknown"
    if "$ref" in s:
        return s["$ref"].split("/")[-1]
    if "enum" in s:
        return " | ".join(json.dumps(v, ensure_ascii=False) for v in s["enum"])
    if "const" in s:
        return json.dumps(s["const"], ensure_ascii=False)
    for word, sign in (("oneOf", " | "), ("anyOf", " | "), ("allOf", " & ")):
        if word in s and not s.get("properties"):
            return "(" + sign.join(dict.fromkeys(ts(x) for x in s[word])) + ")"
    kinds = s.get("type", "object" if "properties" in s else None)
    if kinds is None:
        return "unknown"
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return " | ".join(one(k, s) for k in kinds)


def one(kind, s):
    if kind == "array":
        return f"({ts(s['items'])})[]" if "items" in s else "unknown[]"
    if kind != "object":
        return PLAIN[kind]
    rows = [f"{key(n)}{'' if n in s.get('required', []) else '?'}: {ts(p)}" for n, p in s.get("properties", {}).items()]
    more = s.get("additionalProperties", not rows)
    if not rows:
        return f"Record<string, {ts(more) if isinstance(more, dict) else 'unknown'}>"
    return "{ " + "; ".join(rows) + " }"


def reply(op):
    """The type of a success; several are joined."""
    found = []
    for status, r in op["responses"].items():
        if status[0] != "2":
            continue
        content = deref(r).get("content", {})
        if not content:
            found.append("null")
        for kind, c in content.items():
            found.append(ts(c["schema"]) if kind == "application/json" else "string" if kind.startswith("text/") else "Blob")
    return " | ".join(dict.fromkeys(found)) or "null"


def operation(path, method, op):
    rows, query, flags = [], [], ""
    for p in map(deref, op.get("parameters", [])):
        if p["in"] == "header":
            flags += {"Idempotency-Key": "k", "If-Match": "m"}.get(p["name"], "")
            if p["name"] == "If-Match":
                rows.append(f"versi{'' if p.get('required') else '?'}: number")
            continue
        if p["in"] == "query":
            query.append(p["name"])
        rows.append(f"{key(p['name'])}{'' if p['in'] == 'path' or p.get('required') else '?'}: {ts(p['schema'])}")
    body = deref(op["requestBody"]).get("content", {}) if "requestBody" in op else {}
    if body:
        kinds = [ts(c["schema"]) if k == "application/json" else "Blob" for k, c in body.items()]
        rows.append("isi: " + " | ".join(dict.fromkeys(kinds)))
    args = "{ " + "; ".join(rows) + " }" if rows else "Kosong"
    return (f"/** {op['summary']} */\nexport const {op['operationId']} = /*#__PURE__*/ op<{args}, {reply(op)}>"
            f"({json.dumps(method.upper())}, {json.dumps(path)}, {json.dumps(query)}, {json.dumps(flags)});")


out = ["// Written by web/scripts/api.py from schema/openapi.yaml.", 'import { op, type Kosong } from "../src/core/api";', ""]
for name, s in schemas.items():
    out.append(f"export type {name} = {ts(s)};")
out.append("")
for path, item in doc["paths"].items():
    for method, op in item.items():
        if path.startswith("/api/v1/") and method in ("get", "post", "put", "patch", "delete"):
            out.append(operation(path, method, op))
text = "\n".join(out) + "\n"

os.makedirs(os.path.dirname(sys.argv[2]), exist_ok=True)
if not os.path.exists(sys.argv[2]) or open(sys.argv[2], encoding="utf-8").read() != text:
    with open(sys.argv[2] + ".baru", "w", encoding="utf-8") as f:
        f.write(text)
    os.replace(sys.argv[2] + ".baru", sys.argv[2])
