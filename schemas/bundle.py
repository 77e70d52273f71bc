#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Writes the contract as one document: bundle.py FOLDER OUTPUT

openapi.json refers to the schemas beside it by file name. Each becomes a component, `visit.json`
`#/components/schemas/visit`; the parts of common.json become components of their own, so
`common.json#/$defs/time` is `#/components/schemas/time`.
"""
import json
import pathlib
import sys

COMPONENTS = '#/components/schemas/'


def relocate(value):
    """The same value with its references to files pointing to components."""
    if isinstance(value, list):
        return [relocate(item) for item in value]
    if not isinstance(value, dict):
        return value
    moved = {key: relocate(item) for key, item in value.items()}
    target = value.get('$ref')
    if isinstance(target, str) and not target.startswith('#/components/'):
        file, _, part = target.partition('#')
        if part:
            if file not in ('', 'common.json') or not part.startswith('/$defs/'):
                sys.exit(f'{target}: only the parts of common.json can be referred to')
            moved['$ref'] = COMPONENTS + part[len('/$defs/'):]
        else:
            moved['$ref'] = COMPONENTS + pathlib.PurePath(file).stem
    return moved


def collect(folder):
    """Name → schema of every component."""
    schemas = json.loads((folder / 'common.json').read_text('utf-8'))['$defs']
    for path in sorted(folder.glob('*.json')):
        if path.stem in ('openapi', 'common'):
            continue
        if path.stem in schemas:
            sys.exit(f'{path.name}: common.json has a part of this name')
        schemas[path.stem] = json.loads(path.read_text('utf-8'))
        schemas[path.stem].pop('$schema')
    return {name: relocate(schema) for name, schema in schemas.items()}


def main():
    folder, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    contract = relocate(json.loads((folder / 'openapi.json').read_text('utf-8')))
    contract['components']['schemas'] = collect(folder)
    output.write_text(json.dumps(contract, ensure_ascii=False, separators=(',', ':')), 'utf-8')


main()
