#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Writes a schema with all that it refers to as one document: bundle.py SCHEMA OUTPUT

Whoever receives a pack has this file and no others of ours. What stands in another file, say
`../evidence.json#/properties/kind`, is found at `#/$defs/evidence/properties/kind`, of which only
the part that is needed is there.
"""
import json
import pathlib
import sys

HERE = '#'


class Bundle:
    def __init__(self):
        self.files = {}
        self.parts = {}

    def load(self, path):
        if path not in self.files:
            self.files[path] = json.loads(path.read_text('utf-8'))
        return self.files[path]

    def take(self, path, pointer):
        """Puts the part of a file at @pointer to its place, once, with what it refers to."""
        place = self.parts.setdefault(path.stem, {})
        value = self.load(path)
        steps = [step for step in pointer.split('/') if step]
        for step in steps:
            value = value[step]
        if not steps:
            sys.exit(f'{path.name}: refer to a part of it')
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        if steps[-1] not in place:
            place[steps[-1]] = {}
            place[steps[-1]] = self.relocate(value, path, path.stem)

    def relocate(self, value, path, stem=None):
        """The same value with its references to files pointing into the one document."""
        if isinstance(value, list):
            return [self.relocate(item, path, stem) for item in value]
        if not isinstance(value, dict):
            return value
        moved = {key: self.relocate(item, path, stem) for key, item in value.items()}
        target = value.get('$ref')
        if isinstance(target, str):
            moved['$ref'] = self.follow(target, path, stem)
        return moved

    def follow(self, target, path, stem):
        file, _, pointer = target.partition(HERE)
        if not file and stem is None:
            return target
        other = (path.parent / file).resolve() if file else path
        if not pointer:
            # A whole file: what would be its root is a part like any other.
            self.load(other)
            place = self.parts.setdefault(other.stem, {})
            if 'whole' not in place:
                place['whole'] = {}
                whole = {k: v for k, v in self.files[other].items() if k not in ('$schema', '$id')}
                place['whole'] = self.relocate(whole, other, other.stem)
            return f'#/$defs/{other.stem}/whole'
        self.take(other, pointer)
        return f'#/$defs/{other.stem}{pointer}'


def main():
    path, output = map(pathlib.Path, sys.argv[1:])
    bundle = Bundle()
    schema = bundle.relocate(bundle.load(path.resolve()), path.resolve())
    schema.setdefault('$defs', {}).update(bundle.parts)
    output.write_text(json.dumps(schema, ensure_ascii=False, indent=1) + '\n', 'utf-8')


main()
