#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The rules of the house that no compiler knows: house.py ROOT [--fix]

Prints one line for each breach and fails when there is one; warnings do not fail. --fix rewrites
po/POTFILES.
"""
import pathlib
import re
import sys

FILE_LINES_MAX = 600
HEADER_LINES_MAX = 80
FUNCTION_LINES_MAX = 60
PARAMETERS_MAX = 6
NESTING_MAX = 4

BANNED_ANYWHERE = {
    r'goto\b': 'return early instead',
    r'(v?sprintf|strtok|atoi|popen|system)\s*\(': 'unbounded, or a shell',
}
# Only in programs; a test may be blunt.
BANNED = {
    r'g_ascii_strtoull\s*\(': 'wraps a minus around; use g_ascii_string_to_unsigned',
    r'g_spawn_command_line_\w+': 'a shell; use GSubprocess with a vector',
    r'g_file_set_contents\s*\(': 'not durable; use g_file_set_contents_full',
    r'soup_multipart_\w+|soup_form_decode_multipart': 'reads out of bounds before libsoup 3.6',
    r'json_object_get_(string|int|double|boolean|object|array|null)_member\w*': 'lies about absent members; use anf-json.h',
    r'sqlite3_v?mprintf': 'bind values instead',
    r'(_|ngettext) \((""\s*)+G_\w+_FORMAT': 'xgettext cuts the text at the macro; cast and use %d or %u',
}
COPYRIGHT = re.compile(r'Copyright \d{4} the Anfang authors')
# Comments and literals, so that what stands in them is not taken for code.
NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
# A definition in our layout: name and parameters at the margin, then a brace at the margin.
FUNCTION = re.compile(r'^(\w[\w *]*)\n(\w+) (\((?:[^;{}\n]|\n(?!\n))*\))\n\{\n(.*?)^\}', re.M | re.S)
MUTABLE = re.compile(r'^static (?!.*\b(?:const|inline)\b)[\w *]+?(\w+)(\[\w*\])*( = [^();]*)?;', re.M)
EXTERN = re.compile(r'^extern [^;(]*?\b(\w+)(?:\[[^\]]*\])*;', re.M)


class House:
    def __init__(self, root):
        self.root = root
        self.breaches = 0

    def tell(self, path, line, text):
        print(f'{path.relative_to(self.root)}:{line}: {text}')
        self.breaches += 1

    def in_house(self, path):
        """A file of a folder of src/, not one of the programs beside the folders."""
        parts = path.relative_to(self.root).parts
        return parts[0] == 'src' and len(parts) > 2

    def files(self, *suffixes):
        for folder in ('src', 'cli', 'tests', 'schemas', 'po', 'data'):
            for path in sorted((self.root / folder).rglob('*')):
                if path.suffix in suffixes:
                    yield path

    def check_head(self, path, text):
        head = text.split('\n')[:3]
        if not any('SPDX-License-Identifier: Apache-2.0' in line for line in head[:2]):
            self.tell(path, 1, 'the first line names the licence (SPDX)')
        if not any(COPYRIGHT.search(line) for line in head):
            self.tell(path, 2, 'the second line names the copyright')

    def check_size(self, path, text):
        lines = text.count('\n')
        if lines > FILE_LINES_MAX:
            self.tell(path, lines, f'{lines} lines; at most {FILE_LINES_MAX}')
        if path.suffix == '.h' and lines > HEADER_LINES_MAX:
            print(f'{path.relative_to(self.root)}: warning: a header of {lines} lines; aim at {HEADER_LINES_MAX}')

    def check_banned(self, path, code, rules):
        for pattern, reason in rules.items():
            for match in re.finditer(r'(?<![\w.>])(?:' + pattern + ')', code):
                self.tell(path, line_of(code, match.start()), f'{match.group().strip(" (")}: {reason}')

    def check_includes(self, path, text):
        """Which folders one may look at stands in src/meson.build, and a way around it compiles."""
        for match in re.finditer(r'^#include "([^"]*/[^"]*)"', text, re.M):
            if self.in_house(path):
                self.tell(path, line_of(text, match.start()), f'{match.group(1)}: include it without its folder')

    def check_functions(self, path, code):
        for match in FUNCTION.finditer(code):
            result, name, parameters, body = match.groups()
            line = line_of(code, match.start(2))
            if body.count('\n') > FUNCTION_LINES_MAX:
                self.tell(path, line, f'{name}: {body.count(chr(10))} lines; at most {FUNCTION_LINES_MAX}')
            if count_parameters(parameters) > PARAMETERS_MAX:
                self.tell(path, line, f'{name}: more than {PARAMETERS_MAX} parameters')
            if nesting(body) > NESTING_MAX:
                self.tell(path, line, f'{name}: nested {nesting(body)} deep; at most {NESTING_MAX}')
            external = 'static' not in result.split()
            if external and self.in_house(path) and not re.match(r'_?anf_', name):
                self.tell(path, line, f'{name}: external names begin with anf_')

    def check_externs(self, path, code):
        for match in EXTERN.finditer(code):
            if self.in_house(path) and not match.group(1).startswith('anf_'):
                self.tell(path, line_of(code, match.start()), f'{match.group(1)}: external names begin with anf_')

    def check_state(self, path, code):
        for match in MUTABLE.finditer(code):
            self.tell(path, line_of(code, match.start()), f'{match.group(1)}: a variable of the whole file')

    def check_meson(self, path):
        """Whether the file is built: its folder's meson.build, or one above, names it."""
        stem = path.stem
        for folder in path.parents:
            meson = folder / 'meson.build'
            text = meson.read_text('utf-8') if meson.exists() else ''
            if path.name in text or re.search(r"\[\s*'%s'" % re.escape(re.sub('^(test|fuzz)-', '', stem)), text):
                return
            if folder == self.root:
                break
        named = str(path.relative_to(self.root))
        if any(named in meson.read_text('utf-8') for meson in self.root.glob('*/meson.build')):
            return
        self.tell(path, 1, 'no meson.build names this file')

    def check_potfiles(self, wanted, fix):
        path = self.root / 'po' / 'POTFILES'
        listed = path.read_text('utf-8').split()
        if fix and listed != wanted:
            path.write_text(''.join(name + '\n' for name in wanted), 'utf-8')
            return
        for name in sorted(set(wanted) - set(listed)):
            self.tell(path, 1, f'{name} has texts for people and is not listed (house.py --fix)')
        for name in sorted(set(listed) - set(wanted)):
            self.tell(path, 1, f'{name} is listed and has no texts for people (house.py --fix)')


def line_of(text, offset):
    return text.count('\n', 0, offset) + 1


def without_comments(text):
    """The code alone, in the same lines; literals become empty ones."""
    def blank(match):
        piece = match.group()
        return '""' if piece[0] in '"\'' else '\n' * piece.count('\n')
    return NOT_CODE.sub(blank, text)


def count_parameters(text):
    depth = commas = 0
    for char in text:
        depth += {'(': 1, ')': -1}.get(char, 0)
        commas += char == ',' and depth == 1
    return 0 if text.strip('() \n') in ('', 'void') else commas + 1


def nesting(body):
    """How deep blocks stand in each other; the braces of initialisers do not count."""
    stack = []
    deepest = 0
    for match in re.finditer(r'[{}]', body):
        if match.group() == '{':
            stack.append(bool(re.search(r'(\)|\belse|\bdo|:|;|\}|\{|^)$', body[:match.start()].rstrip())))
            deepest = max(deepest, sum(stack))
        elif stack:
            stack.pop()
    return deepest


def main():
    house = House(pathlib.Path(sys.argv[1]).resolve())
    translated = []
    for path in house.files('.c', '.h'):
        text = path.read_text('utf-8')
        code = without_comments(text)
        program = 'tests' not in path.relative_to(house.root).parts
        house.check_head(path, text)
        house.check_size(path, text)
        house.check_includes(path, text)
        house.check_functions(path, code)
        house.check_externs(path, code)
        house.check_banned(path, code, {**BANNED_ANYWHERE, **(BANNED if program else {})})
        if program and path.name not in ('main.c', 'anfangd.c'):
            house.check_state(path, code)
        if path.suffix == '.c':
            house.check_meson(path)
        if program and re.search(r'\b(_|N_|C_|Q_|ngettext|g_dngettext) \(', code):
            translated.append(str(path.relative_to(house.root)))
    for path in house.files('.py'):
        house.check_head(path, path.read_text('utf-8'))
    house.check_potfiles(sorted(translated), '--fix' in sys.argv)
    sys.exit(1 if house.breaches else 0)


main()
