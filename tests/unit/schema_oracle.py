# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Our verdicts on JSON Schemas against those of python3-jsonschema (TAP).

    schema_oracle.py PROGRAM CASES CONTRACT COUNT SEED

The table of test-schema.c, then COUNT random values for random schemas, and COUNT values near to
what the contract's schemas ask for.
"""
import copy
import datetime
import json
import random
import re
import subprocess
import sys

try:
    from jsonschema import Draft202012Validator, FormatChecker, RefResolver
except ImportError:
    print('1..0 # SKIP python3-jsonschema is not installed')
    sys.exit(0)

formats = FormatChecker(())


@formats.checks('date', ValueError)
def is_date(text):
    if not isinstance(text, str):
        return True
    if not re.fullmatch(r'[0-9]{4}-[0-9]{2}-[0-9]{2}', text):
        return False
    return 1900 <= datetime.date.fromisoformat(text).year <= 2199


@formats.checks('date-time', ValueError)
def is_date_time(text):
    shape = r'[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})'
    if not isinstance(text, str):
        return True
    if not re.fullmatch(shape, text):
        return False
    datetime.datetime.fromisoformat(re.sub(r'\.[0-9]+', '', text).replace('Z', '+00:00'))
    return True


@formats.checks('uuid')
def is_uuid(text):
    return not isinstance(text, str) or bool(re.fullmatch(
        r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', text))


STRINGS = ['', 'a', 'ab', 'abc', 'B', '1', '暗访', '😀', '2026-09-18', '2026-02-30', '2026-09-18T01:30:00Z',
           '0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11', 'zhang.wei', '210381-spj', 'f' * 64, '10wd', 'x' * 201]
NUMBERS = [0, 1, 2, 3, -1, 1.0, 1.5, 2.0, 0.1, 100, 2026, 9007199254740991]
KEYS = ['a', 'b', 'c', 'a/b', 'm~n', '']


def any_value(rand, depth=3):
    kind = rand.randrange(7 if depth > 0 else 5)
    if kind < 2:
        return rand.choice(STRINGS)
    if kind < 4:
        return rand.choice(NUMBERS)
    if kind == 4:
        return rand.choice([None, True, False])
    if kind == 5:
        return [any_value(rand, depth - 1) for _ in range(rand.randrange(4))]
    return {rand.choice(KEYS): any_value(rand, depth - 1) for _ in range(rand.randrange(4))}


def any_schema(rand, depth=3):
    """A schema of our keywords; it may refer to its first definition, which refers to nothing."""
    below = (lambda: any_schema(rand, depth - 1)) if depth > 0 else (lambda: rand.choice([True, False, {}]))
    types = ['null', 'boolean', 'object', 'array', 'string', 'number', 'integer']
    makers = {
        'type': lambda: rand.choice([rand.choice(types), rand.sample(types, 2)]),
        'enum': lambda: [any_value(rand, 2) for _ in range(rand.randrange(1, 4))],
        'const': lambda: any_value(rand, 2),
        'properties': lambda: {key: below() for key in rand.sample(KEYS, 2)},
        'required': lambda: rand.sample(KEYS, rand.randrange(3)),
        'additionalProperties': below,
        'items': below,
        'minItems': lambda: rand.randrange(3), 'maxItems': lambda: rand.randrange(4),
        'uniqueItems': lambda: rand.choice([True, False]),
        'minLength': lambda: rand.randrange(4), 'maxLength': lambda: rand.randrange(5),
        'pattern': lambda: rand.choice(['^a', '[a-z]$', '^.{2}$', '访', '^[0-9]{4}-']),
        'format': lambda: rand.choice(['date', 'date-time', 'uuid']),
        'minimum': lambda: rand.choice(NUMBERS), 'maximum': lambda: rand.choice(NUMBERS),
        'exclusiveMinimum': lambda: rand.choice(NUMBERS), 'exclusiveMaximum': lambda: rand.choice(NUMBERS),
        'allOf': lambda: [below() for _ in range(rand.randrange(1, 3))],
        'anyOf': lambda: [below() for _ in range(rand.randrange(1, 3))],
        'oneOf': lambda: [below() for _ in range(rand.randrange(1, 4))],
        '$ref': lambda: '#/$defs/x',
    }
    return {key: makers[key]() for key in rand.sample(sorted(makers), rand.randrange(4))}


def fitting_value(rand, schema, root):
    """A value that the schema is likely to allow."""
    if isinstance(schema, bool):
        return any_value(rand, 1)
    if '$ref' in schema:
        return fitting_value(rand, root['components']['schemas'][schema['$ref'].split('/')[-1]], root)
    if 'anyOf' in schema:
        return fitting_value(rand, rand.choice(schema['anyOf']), root)
    if 'enum' in schema:
        return rand.choice(schema['enum'])
    kind = schema.get('type', 'string')
    kind = rand.choice(kind) if isinstance(kind, list) else kind
    if kind == 'object':
        wanted = set(schema.get('required', []))
        if 'oneOf' in schema:
            wanted |= set(rand.choice(schema['oneOf']).get('required', []))
        return {key: fitting_value(rand, part, root) for key, part in schema.get('properties', {}).items()
                if key in wanted or rand.random() < (0.1 if 'oneOf' in schema else 0.4)}
    if kind == 'array':
        count = rand.randrange(schema.get('minItems', 0), schema.get('minItems', 0) + 3)
        return [fitting_value(rand, schema.get('items', True), root) for _ in range(count)]
    if kind == 'string':
        fits = Draft202012Validator(schema, format_checker=formats).is_valid
        return rand.choice([text for text in STRINGS if fits(text)] or STRINGS)
    return {'integer': rand.choice([1, 2, 2026]), 'number': rand.choice(NUMBERS), 'boolean': True, 'null': None}[kind]


def spoil(rand, value):
    """Changes one thing somewhere in @value, or nothing."""
    if isinstance(value, (dict, list)) and value and rand.random() < 0.8:
        key = rand.choice(sorted(value)) if isinstance(value, dict) else rand.randrange(len(value))
        action = rand.randrange(4)
        if action == 0:
            del value[key]
        elif action == 1 and isinstance(value, dict):
            value[rand.choice(KEYS)] = any_value(rand, 1)
        elif action == 1:
            value.append(copy.deepcopy(value[key]))
        else:
            value[key] = spoil(rand, value[key])
        return value
    return any_value(rand, 1) if rand.random() < 0.7 else value


def table_lines(path):
    for case in json.load(open(path, encoding='utf-8')):
        for value in case['values']:
            yield {'schema': case['schema'], 'value': value['value']}, not value.get('faults')


def random_lines(rand, count):
    for _ in range(count):
        schema = any_schema(rand)
        schema['$defs'] = {'x': {'type': rand.choice(['string', 'integer', 'object'])}}
        value = any_value(rand)
        yield ({'schema': schema, 'value': value},
               Draft202012Validator(schema, format_checker=formats).is_valid(value))


def contract_lines(rand, contract, count):
    schemas = contract['components']['schemas']
    resolver = RefResolver('', contract)
    for _ in range(count):
        name = rand.choice(sorted(schemas))
        value = fitting_value(rand, schemas[name], contract)
        if rand.random() < 0.5:
            value = spoil(rand, value)
        verdict = Draft202012Validator(schemas[name], resolver=resolver, format_checker=formats).is_valid(value)
        yield {'pointer': '#/components/schemas/' + name, 'value': value}, verdict


def compare(program, title, number, pairs):
    pairs = list(pairs)
    text = ''.join(json.dumps(line) + '\n' for line, _ in pairs)
    run = subprocess.run([program], input=text, capture_output=True, text=True, check=False)
    ours = [line == '1' for line in run.stdout.split()]
    wrong = [line for (line, verdict), our in zip(pairs, ours) if verdict != our]
    good = run.returncode == 0 and len(ours) == len(pairs) and not wrong
    valid = sum(verdict for _, verdict in pairs)
    print(f"{'ok' if good else 'not ok'} {number} {title}: {len(pairs)} values, {valid} of them valid")
    for line in wrong[:5]:
        print(f'{title}: judged otherwise:', json.dumps(line, ensure_ascii=False), file=sys.stderr)
    if run.stderr or not good:
        print(f'{title}: status {run.returncode}, {len(ours)} verdicts\n{run.stderr[:2000]}', file=sys.stderr)


def main():
    program, cases, contract_path, count, seed = sys.argv[1:]
    rand = random.Random(int(seed))
    with open(contract_path, encoding='utf-8') as file:
        contract = json.load(file)
    for schema in contract['components']['schemas'].values():
        Draft202012Validator.check_schema(schema)
    print('1..3')
    compare(program, 'the table', 1, table_lines(cases))
    compare(program, 'random schemas', 2, random_lines(rand, int(count)))
    compare(program, 'the contract', 3, contract_lines(rand, contract, int(count)))


main()
