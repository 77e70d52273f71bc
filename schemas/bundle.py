#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Writes the contract as one document, and what of it the programs check: bundle.py FOLDER OUTPUT RULES

openapi.json refers to the schemas beside it by file name. Each becomes a component, `visit.json`
`#/components/schemas/visit`; the parts of common.json become components of their own, so
`common.json#/$defs/time` is `#/components/schemas/time`.

RULES is the same document without words for people, without answers, and without the schemas that
then nothing refers to: a service would hold megabytes for them. Pointers into it are the same.
"""
import json
import pathlib
import sys

COMPONENTS = '#/components/schemas/'
# What examination finds is checked too, though no request brings it.
KEPT = ['facts']
WORDS = {'title', 'description', 'summary', 'example', 'examples', 'tags', '$comment', '$id'}
METHODS = {'get', 'put', 'post', 'delete', 'options', 'head', 'patch'}


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


def silence(value, named=False):
    """Without words for people. In a map of names, a name is not a keyword. An example of a pattern
    stays: a refusal tells it instead of the pattern."""
    if isinstance(value, list):
        return [silence(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: item if key in ('enum', 'const') and not named
            else silence(item, key in ('properties', '$defs') and not named)
            for key, item in value.items()
            if named or key not in WORDS or (key == 'examples' and 'pattern' in value)}


def find_targets(value):
    """The names of the schemas that the value refers to."""
    if isinstance(value, list):
        return set().union(*map(find_targets, value))
    if not isinstance(value, dict):
        return set()
    own = value.get('$ref')
    found = {own[len(COMPONENTS):]} if isinstance(own, str) and own.startswith(COMPONENTS) else set()
    return found.union(*map(find_targets, value.values()))


def reduce(contract):
    """What of the contract is checked at run time."""
    paths = {path: {key: silence({name: value[name] for name in (
        'operationId', 'parameters', 'requestBody') if name in value}) if key in METHODS
                    else silence(value) for key, value in item.items()}
             for path, item in contract['paths'].items()}
    components = {kind: silence(contract['components'][kind], named=True)
                  for kind in ('parameters', 'requestBodies') if kind in contract['components']}
    schemas, kept = contract['components']['schemas'], {}
    wanted = find_targets([paths, components]).union(KEPT)
    while wanted:
        kept.update((name, silence(schemas[name])) for name in wanted)
        wanted = find_targets(kept) - kept.keys()
    return {'openapi': contract['openapi'], 'servers': silence(contract['servers']),
            'paths': paths, 'components': dict(components, schemas=dict(sorted(kept.items())))}


def write(path, value):
    pathlib.Path(path).write_text(json.dumps(value, ensure_ascii=False, separators=(',', ':')),
                                  'utf-8')


def main():
    folder = pathlib.Path(sys.argv[1])
    contract = relocate(json.loads((folder / 'openapi.json').read_text('utf-8')))
    contract['components']['schemas'] = collect(folder)
    write(sys.argv[2], contract)
    write(sys.argv[3], reduce(contract))


main()
